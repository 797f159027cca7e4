namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>Seeds of the protocol's draws, none of which shares numbers with another.</summary>
internal static class ProtocolStreams
{
    private enum Purpose
    {
        Splits,
        Patients,
        Cells,
    }

    public static long Split(long seed, int split) => SeedTree.Child(Of(seed, Purpose.Splits), split);

    public static long Patients(long seed, int split) => SeedTree.Child(Of(seed, Purpose.Patients), split);

    public static long Cells(long seed) => Of(seed, Purpose.Cells);

    private static long Of(long seed, Purpose purpose) => SeedTree.Child(seed, (int)purpose);
}
