namespace RingFed.Simulation.Faults;

/// <summary>Changes of the topology while rounds go on. Neighbour exchange has no closes that could carry one.</summary>
internal static class EpochFaults
{
    private const long PauseMsMin = 2000;
    private const long PauseMsMax = 12_000;

    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("epochs", "operators reorder the ring, take silos in and out, and change f and rounds; some drafts conflict, some are signed by too few", Changes),
    ];

    private static void Changes(FaultStage stage) => stage.Often(PauseMsMin, PauseMsMax, stage.Operators.Propose);
}
