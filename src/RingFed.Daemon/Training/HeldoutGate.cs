using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Training;

/// <summary>What the gate made of a round's aggregate.</summary>
/// <param name="IsAccepted">Patients are drawn from the aggregate (lambda = 1), otherwise from the own model (lambda = 0).</param>
/// <param name="Own">Score of the own model, 0 to 1; null when there was none.</param>
/// <param name="Aggregate">Score of the aggregate; null when it was not judged.</param>
/// <param name="Sentence">What was found.</param>
public sealed record GateVerdict(int Round, bool IsAccepted, double? Own, double? Aggregate, string Sentence);

/// <summary>
/// The held-out gate (DESIGN 7.2.6): which parameters patients are drawn from. The served model is (1 - lambda) x +
/// lambda g, g being the agreed aggregate and x the own model; lambda is 1, or 0 when g scores worse than x by more than
/// <see cref="Margin"/> on patients that were held out. Nothing between: an average of two networks is neither.
/// x is the better of what was served before and the model after this round's local work, because in the round after a
/// poisoned one that work began with poison. Training goes on from the aggregate all the same (LEARNING.md, Merge), so that
/// no silo's patients decide what others train from. A model that is led away by less than the margin in every round is not
/// stopped here: what it is compared with moves along.
/// </summary>
/// <param name="heldout">No model of this silo was trained on them; with none of them nothing is judged, and all accepted.</param>
/// <param name="seed">Of the rows that are drawn, the same for all that are compared.</param>
internal sealed class HeldoutGate(Cohort heldout, long seed)
{
    /// <summary>
    /// What an honest aggregate may lose. Silos differ, so the others' patients cost something here; a model that has
    /// collapsed or was led away loses several times as much.
    /// </summary>
    internal const double Margin = .05;

    private float[]? _served;

    /// <summary>What patients are drawn from at present, as found after a restart.</summary>
    public void Restore(float[] served) => _served = served;

    /// <summary>Judges by drawing from <paramref name="model"/>, which holds other parameters afterwards.</summary>
    /// <param name="own">After this round's local work; null when there was none.</param>
    /// <returns>The verdict, and the parameters to draw patients from.</returns>
    public (GateVerdict Verdict, float[] Served) Judge(
        int round, IGenerativeModel model, float[]? own, float[] aggregate, CancellationToken cancellationToken)
    {
        if (heldout.Count == 0)
        {
            return Serve(new GateVerdict(round, true, null, null, $"not judged: a fifth of the patients is fewer than {HeldoutSplit.RowsMin}"), aggregate);
        }

        double score = ScoreOf(aggregate);
        (float[] Parameters, double Score)[] known =
            [.. new[] { own, _served }.OfType<float[]>().Select(parameters => (parameters, ScoreOf(parameters)))];
        if (known.Length == 0)
        {
            return Serve(new GateVerdict(round, true, null, score, "there is no own model yet to compare the aggregate with"), aggregate);
        }

        (float[] best, double bestScore) = known.MaxBy(one => one.Score);
        bool isAccepted = score >= bestScore - Margin;
        string sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"on {heldout.Count} patients held out the aggregate of round {round} scores {score:0.000}, the own model {bestScore:0.000}");
        return Serve(new GateVerdict(round, isAccepted, bestScore, score, sentence), isAccepted ? aggregate : best);

        double ScoreOf(float[] parameters)
        {
            model.ImportParameters(parameters);
            return HeldoutScore.Of(model, heldout, seed, cancellationToken);
        }
    }

    private (GateVerdict Verdict, float[] Served) Serve(GateVerdict verdict, float[] parameters) => (verdict, _served = parameters);
}
