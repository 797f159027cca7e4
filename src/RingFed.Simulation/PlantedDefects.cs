using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Simulation.Masking;

namespace RingFed.Simulation;

/// <summary>
/// Defects that a rehearsal plants to see whether its checkers notice. A ring that ships has none of them.
/// </summary>
internal sealed record PlantedDefects
{
    public static PlantedDefects None { get; } = new();

    /// <summary>Other rules of voting: a smaller quorum, no locks.</summary>
    public VotingRules Rules { get; init; } = VotingRules.Standard;

    /// <summary>A silo that starts again knows its envelope and none of its votes.</summary>
    public bool ForgetsVotes { get; init; }

    /// <summary>A silo does not listen when the ring returns what it signed and forgot.</summary>
    public bool IgnoresOwnPast { get; init; }

    /// <summary>An aggregation takes its first update once more.</summary>
    public bool CountsTwice { get; init; }

    /// <summary>A chunk that fails its proof is taken for good.</summary>
    public bool AcceptsAnyChunk { get; init; }

    /// <summary>A silo that is new in an epoch believes the first that says where it began.</summary>
    public bool EntersOnOneWord { get; init; }

    /// <summary>An assent is taken for good whoever signed it, so that a draft seems fully signed that is not.</summary>
    public bool AcceptsAnyAssent { get; init; }

    /// <summary>A silo goes on in the next epoch as soon as it is told that a draft is fully signed.</summary>
    public bool SwitchesWithoutClose { get; init; }

    /// <summary>A silo says twice on a connection what it has.</summary>
    public bool SummarisesTwice { get; init; }

    /// <summary>Of masked sums.</summary>
    public MaskedDefect Masking { get; init; }

    /// <summary>How often a silo says what it says once.</summary>
    public int TimesSaid(RingMessage message) => SummarisesTwice && message is Summary ? 2 : 1;

    /// <summary>What a silo makes of something that happened; null for nothing.</summary>
    public RingEvent? HeardBy(string silo, RingEvent happened) => !IgnoresOwnPast ? happened : happened switch
    {
        MessageArrived { Message: RecordMessage { Record.Body.Origin: var origin } } when origin == silo => null,
        MessageArrived { Message: Summary summary } arrived => arrived with { Message = summary with { Remembrance = Remembrance.None } },
        MessageArrived { Message: NeighbourStanding standing } arrived => arrived with { Message = standing with { Newest = null } },
        _ => happened,
    };
}
