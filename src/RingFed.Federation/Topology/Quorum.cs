namespace RingFed.Federation.Topology;

/// <summary>
/// How many votes close a round (RingClose): q = floor((n+f)/2) + 1. Two quorums share at least f+1 silos, hence an
/// honest one, so two different results cannot both close.
/// </summary>
/// <param name="Silos">n, of the roster.</param>
/// <param name="Byzantine">f: silos that may lie. n >= 3f+1, or liars could stall every round.</param>
public readonly record struct Quorum(int Silos, int Byzantine)
{
    /// <summary>q: votes that close a round.</summary>
    public int Votes => (Silos + Byzantine) / 2 + 1;

    /// <summary>Silos that may be unreachable at once while rounds still close: n - q.</summary>
    public int SurvivableStops => Silos - Votes;

    /// <summary>Whether n >= 3f+1.</summary>
    public bool HoldsItsLiars => Silos >= 3 * Byzantine + 1;

    /// <summary>Largest f that n silos can hold: floor((n-1)/3).</summary>
    public int ByzantineMax => (Silos - 1) / 3;

    /// <summary>f that <c>byzantine: auto</c> stands for: floor((n-1)/4), what the default aggregation rule withstands.</summary>
    public static int AutomaticByzantine(int silos) => (silos - 1) / 4;

    /// <summary>The table that <c>topology check</c> prints: every f that n silos can hold.</summary>
    public static IEnumerable<Quorum> Table(int silos) =>
        Enumerable.Range(0, (silos - 1) / 3 + 1).Select(f => new Quorum(silos, f));
}
