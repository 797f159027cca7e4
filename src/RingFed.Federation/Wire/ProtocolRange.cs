namespace RingFed.Federation.Wire;

/// <summary>
/// Protocol versions that a daemon speaks: the newest of its build and the one before, so that silos are upgraded one
/// by one while the ring runs. A link speaks the newest version that both ends know. What is signed is the same bytes in
/// every version: a record passes over links of several versions on its way round.
/// </summary>
/// <param name="Oldest">1 and up.</param>
/// <param name="Newest">Not below <paramref name="Oldest"/>.</param>
public readonly record struct ProtocolRange(int Oldest, int Newest)
{
    /// <summary>What this build speaks.</summary>
    public static ProtocolRange Spoken { get; } = new(FrameHeader.VersionOldest, FrameHeader.VersionNewest);

    /// <summary>The newest version in both ranges; null when they have none in common.</summary>
    public int? HighestCommon(ProtocolRange other)
    {
        int newest = Math.Min(Newest, other.Newest);
        return newest >= Math.Max(Oldest, other.Oldest) ? newest : null;
    }

    public override string ToString() => Oldest == Newest ? $"{Oldest}" : $"{Oldest} to {Newest}";
}
