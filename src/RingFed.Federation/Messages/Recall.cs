namespace RingFed.Federation.Messages;

/// <summary>
/// "My memory may be an old one: say what you hold of me." Nothing depends on it, so a silo that must not sign anything
/// of a round may sign this. Of several of a silo the highest sequence counts.
/// </summary>
/// <param name="Round">The silo's own open round when it asked.</param>
/// <param name="Sequence">Above that of every recall of this silo that the ring returned to it.</param>
/// <param name="Nonce">Of the silo's process: answers to an earlier life prove nothing about this one.</param>
internal sealed record Recall(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int Sequence,
    ulong Nonce,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Recall;

    public override int Slot => Sequence;
}

/// <summary>"This is what I hold of the silo that asks." Of several of a pair the one to the newest recall counts.</summary>
/// <param name="Round">The answering silo's own open round.</param>
/// <param name="Of">Roster index of the silo that asked.</param>
/// <param name="Sequence">Of the recall.</param>
/// <param name="Nonce">Of the recall.</param>
/// <param name="IsGuarded">The answering silo does not trust its own memory either.</param>
/// <param name="EpsilonSpent">Highest that the answering silo has seen the other announce.</param>
/// <param name="Held">The other's records of the rounds that are open at the answering silo.</param>
internal sealed record Recalled(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    int Of,
    int Sequence,
    ulong Nonce,
    bool IsGuarded,
    double EpsilonSpent,
    IReadOnlyList<RecordPlace> Held,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Recalled;

    public override int Slot => Sequence;
}
