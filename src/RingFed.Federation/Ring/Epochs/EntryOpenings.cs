using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Epochs;

/// <summary>Where an epoch began.</summary>
/// <param name="FirstRound">Its first round.</param>
/// <param name="Close">Id of the close before it, which carried the epoch's topology.</param>
internal readonly record struct EpochStart(int FirstRound, Digest Close);

/// <summary>
/// Where the epoch began, once f+1 of its silos say the same: one of them is honest, and was there. What liars say
/// besides is outvoted.
/// </summary>
internal sealed class EntryOpenings(SessionPlan plan, EpochShelf shelf)
{
    private EpochStart? agreed;

    /// <summary>Equal openings that it takes.</summary>
    public int Needed => plan.Byzantine + 1;

    /// <summary>Most silos that say the same.</summary>
    public int Most => Counts().FirstOrDefault().Count;

    /// <summary>Null while too few silos agree. Once known it stays.</summary>
    public EpochStart? Agreed => agreed ??= Counts().FirstOrDefault() is var most && most.Count >= Needed ? most.Start : null;

    private IEnumerable<(EpochStart Start, int Count)> Counts() => shelf.Openings
        .Select(record => (Opening)record.Body)
        .GroupBy(opening => new EpochStart(opening.Round, opening.Close))
        .Select(group => (group.Key, group.Count()))
        .OrderByDescending(group => group.Item2);
}
