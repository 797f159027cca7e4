namespace RingFed.Federation.Messages;

/// <summary>
/// "I agree that this draft becomes the next epoch." Takes effect when two thirds agree and a close carries the draft
/// (DESIGN 5). A silo may agree to several drafts: the close decides which of them comes.
/// </summary>
/// <param name="Round">The silo's open round when it agreed; the assent holds to the end of the epoch.</param>
/// <param name="Draft">Digest of the next epoch's topology.</param>
internal sealed record Assent(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    Digest Draft,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Assent;
}

/// <summary>
/// "This epoch began here": what a silo that was no member before cannot know by itself. Follows from the chain of closes,
/// so a silo can sign it again at any time.
/// </summary>
/// <param name="Round">First round of the epoch.</param>
/// <param name="Close">Id of the close before it, which carried the epoch's topology.</param>
internal sealed record Opening(
    string Federation,
    int Epoch,
    int Round,
    string Origin,
    Digest Close,
    int Algorithm) : RecordBody(Federation, Epoch, Round, Origin)
{
    public override RecordKind Kind => RecordKind.Opening;
}
