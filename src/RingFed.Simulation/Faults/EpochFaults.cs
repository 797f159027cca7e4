using RingFed.Simulation.Attackers;

namespace RingFed.Simulation.Faults;

/// <summary>Changes of the topology while rounds go on, and those who lie about them. Neighbour exchange has no closes that could carry one.</summary>
internal static class EpochFaults
{
    private const long PauseMsMin = 2000;
    private const long PauseMsMax = 12_000;

    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("epochs", "operators reorder the ring, take silos in and out, and change f and rounds; some drafts conflict, some are signed by too few", Changes),
        new("later-epochs", "a liar says that it is in a later epoch, or in one that is over", stage => AttackFaults.Recruit(stage, _ => new LaterEpochs())),
        new("false-drafts", "a liar agrees to drafts that may not follow and proposes to end the epoch with one", stage => AttackFaults.Recruit(stage, _ => new FalseDrafts())),
        new("false-openings", "a liar tells silos that are new in an epoch that it began elsewhere", stage => AttackFaults.Recruit(stage, _ => new FalseOpenings())),
    ];

    private static void Changes(FaultStage stage) => stage.Often(PauseMsMin, PauseMsMax, stage.Operators.Propose);
}
