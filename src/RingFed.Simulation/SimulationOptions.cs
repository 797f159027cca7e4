using RingFed.Federation.Masking;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;
using RingFed.Simulation.Faults;

namespace RingFed.Simulation;

/// <summary>One run on virtual time: everything that happens follows from these values.</summary>
public sealed record SimulationOptions
{
    /// <summary>Round deadlines that the faulty phase lasts, unless said otherwise: long enough for rounds to close without silos.</summary>
    public const int DeadlinesFaulty = 4;

    /// <summary>Largest ring whose silos add up masked sums.</summary>
    public const int MaskedSilosMax = 12;

    /// <summary>Fewer than daemons keep: fits that run out of them are to be seen too.</summary>
    private const int RoundsForRepeats = 8;

    public required ulong Seed { get; init; }

    /// <summary>2 or more.</summary>
    public int Silos { get; init; } = 4;

    /// <summary>f: silos that may lie. At least 3f+1 silos.</summary>
    public int Byzantine { get; init; }

    /// <summary>Parameter rounds; one statistic round precedes them.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Parameter rounds go to the ring neighbours only. Rings too large for the relay have no statistic round then.</summary>
    public bool ExchangesWithNeighbours { get; init; }

    /// <summary>Masked sums that silos add up before the parameter rounds. With none in all, nobody looks at what statistic rounds carry.</summary>
    public int SumsBefore { get; init; }

    /// <summary>Masked sums after the parameter rounds; none in neighbour exchange.</summary>
    public int SumsAfter { get; init; }

    /// <summary>In the whole run. A sum of two silos tells each the other's part, and of large rings the coalitions are too many to try.</summary>
    public int Sums => Silos is < MaskingCaps.ContributorsMin or > MaskedSilosMax ? 0 : SumsBefore + SumsAfter;

    /// <summary>1 where no sums are added up; 0 in rings too large for the relay.</summary>
    public int StatisticRounds => ExchangesWithNeighbours && Silos > WireCaps.SilosMax ? 0 : Sums > 0 && SumsBefore > 0 ? RoundsOf(SumsBefore) : 1;

    /// <summary>Statistic rounds after the parameter rounds; none in neighbour exchange.</summary>
    public int ClosingRounds { get; init; }

    /// <summary>With the rounds that they need after training; as it is where no sums can be.</summary>
    public SimulationOptions WithSums(int before, int after)
    {
        SimulationOptions options = this with { SumsBefore = before, SumsAfter = after };
        return options.Sums == 0 ? this : options with { ClosingRounds = after == 0 ? 0 : RoundsOf(after) };
    }

    /// <summary>The fewest rounds that so many sums need, and some for repeats.</summary>
    public static int RoundsOf(int sums) => MaskingCaps.RoundsFor(sums) - MaskingCaps.SlackRounds + RoundsForRepeats;

    /// <summary>Names of the silos in ring order; made up when empty.</summary>
    public IReadOnlyList<string> Roster { get; init; } = [];

    public ExchangeKind Exchange => ExchangesWithNeighbours ? ExchangeKind.Neighbour : ExchangeKind.Relay;

    /// <summary>Silos that are in no roster at first and may join one.</summary>
    public int Spares { get; init; }

    public int ChunksPerPayload { get; init; } = 4;

    /// <summary>What goes wrong; nothing by default.</summary>
    public IReadOnlyList<FaultKind> Faults { get; init; } = [];

    /// <summary>Draws some of <see cref="Faults"/> for the run instead of all: faults that strike alone show other defects than all at once.</summary>
    public bool DrawsFaults { get; init; }

    /// <summary>Virtual milliseconds after which a round closes without those that are missing.</summary>
    public long RoundDeadlineMs { get; init; } = 15_000;

    /// <summary>Virtual milliseconds that a round's local work takes at most.</summary>
    public long WorkMsMax { get; init; } = 2000;

    /// <summary>Virtual milliseconds during which faults strike; then everything heals.</summary>
    public long FaultyMs { get; init; } = DeadlinesFaulty * 15_000;

    /// <summary>Virtual milliseconds of silence until a silo is suspected, and all other waiting times in proportion.</summary>
    public long SuspicionMs { get; init; } = 5000;

    /// <summary>Whether the report has a digest of all effects, which takes most of a run's time.</summary>
    public bool TracesEffects { get; init; }

    /// <summary>q: votes that close a round.</summary>
    public int Quorum => new Quorum(Silos, Byzantine).Votes;

    public override string ToString() =>
        $"seed {Seed}: {Silos} silos, f = {Byzantine}, {Rounds} rounds, {ChunksPerPayload} chunks, {Sums} masked sums, faults {(Faults.Count == 0 ? "none" : string.Join(',', Faults))}";
}
