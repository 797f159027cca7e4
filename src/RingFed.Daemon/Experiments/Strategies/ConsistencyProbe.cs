using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Ring;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>
/// FC of an arm (<see cref="ParameterConsistency"/>): how far silos' parameters are apart after their local work and before
/// the merge, and after it. A round is reckoned when its last silo has told, so that one round's parameters are held, not all.
/// Any thread; results do not depend on who tells first.
/// </summary>
internal sealed class ConsistencyProbe(int silos)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(int Round, bool IsMerged), float[]?[]> waiting = [];
    private readonly SortedDictionary<int, double> before = [];
    private double? after;

    /// <returns>The mean over rounds, and the largest of all rounds; null where nothing was told.</returns>
    public (double? Before, double? After) Result
    {
        get
        {
            lock (gate)
            {
                return (before.Count == 0 ? null : before.Values.Average(), after);
            }
        }
    }

    /// <param name="isMerged">After the merge.</param>
    public void Tell(int round, int silo, bool isMerged, float[] parameters)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue((round, isMerged), out float[]?[]? told))
            {
                waiting[(round, isMerged)] = told = new float[]?[silos];
            }

            told[silo] = parameters;
            if (told.All(one => one is not null))
            {
                waiting.Remove((round, isMerged));
                Reckon(round, isMerged, ParameterConsistency.Of(told!));
            }
        }
    }

    private void Reckon(int round, bool isMerged, Score consistency)
    {
        if (consistency.Value is not { } value)
        {
            return;
        }

        if (isMerged)
        {
            after = Math.Max(after ?? 0, value);
        }
        else
        {
            before[round] = value;
        }
    }
}
