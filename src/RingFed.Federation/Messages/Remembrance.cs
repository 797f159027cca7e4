namespace RingFed.Federation.Messages;

/// <summary>
/// What the sender of a summary holds of its receiver: a receiver whose disk was put back finds out before it signs
/// anything a second time.
/// </summary>
/// <param name="Newest">Of each round open at the sender and each kind the receiver's newest record; suspicions aside.</param>
/// <param name="EpsilonSpent">Highest that the sender has seen the receiver announce.</param>
internal sealed record Remembrance(IReadOnlyList<RecordPlace> Newest, double EpsilonSpent)
{
    public static Remembrance None { get; } = new([], 0);
}
