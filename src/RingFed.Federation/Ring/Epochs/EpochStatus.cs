namespace RingFed.Federation.Ring.Epochs;

/// <summary>The running epoch, and what may come after it.</summary>
/// <param name="Topology">64 hexadecimal digits.</param>
/// <param name="FirstRound">The round with which it began.</param>
/// <param name="Drafts">By signatures, most first, then by digest.</param>
public sealed record EpochStatus(int Epoch, string Topology, int FirstRound, IReadOnlyList<DraftStatus> Drafts);

/// <summary>A draft of the next epoch.</summary>
/// <param name="Topology">64 hexadecimal digits.</param>
/// <param name="SignedBy">Silos that agreed to it, in roster order.</param>
/// <param name="Needed">Signatures that it needs.</param>
/// <param name="IsHere">Its text is on this silo's disk.</param>
public sealed record DraftStatus(string Topology, int Epoch, IReadOnlyList<string> SignedBy, int Needed, bool IsHere)
{
    /// <summary>Why it cannot begin as things stand, however many sign it, such as "its rounds are over already"; null when nothing is known against it.</summary>
    public string? Obstacle { get; init; }
}

/// <summary>What becomes of an operator's signature under a draft.</summary>
/// <param name="IsAccepted">Draft and signature are on the disk; asking again changes nothing.</param>
/// <param name="Sentence">What happens next, or why it cannot be.</param>
public sealed record DraftAnswer(bool IsAccepted, string Sentence)
{
    /// <summary>Null when it was refused.</summary>
    public DraftStatus? Draft { get; init; }
}
