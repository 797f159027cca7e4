using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// S of RingClose: what follows from a proposal's haves and evidence, at its proposer and at everyone who checks it.
/// Of the witnessed updates the largest group that can be merged with each other; of two as large, that of the lowest
/// origin. A silo that differs is missed and stops nobody.
/// </summary>
/// <param name="Updates">S, ascending by origin; empty while envelopes are missing.</param>
/// <param name="Envelopes">Their envelopes, in the same order.</param>
/// <param name="Witnessed">Silos whose update has its witnesses, merged or not.</param>
/// <param name="Missing">Witnessed updates whose envelope is not held here: nothing can be said before.</param>
/// <param name="Forged">A witnessed id that is no envelope of that origin and round: no honest silo stated it.</param>
internal sealed record UpdateSelection(
    IReadOnlyList<HeldUpdate> Updates,
    IReadOnlyList<Envelope> Envelopes,
    OriginSet Witnessed,
    IReadOnlyList<HeldUpdate> Missing,
    HeldUpdate? Forged)
{
    /// <param name="haves">One of each silo.</param>
    /// <param name="accused">Silos with evidence against them in the proposal.</param>
    public static UpdateSelection From(
        IReadOnlyList<Have> haves, OriginSet accused, Electorate electorate, IRoundFacts facts)
    {
        OriginSet mergeable = electorate.Active.Except(facts.Convicted).Except(accused);
        List<HeldUpdate> missing = [];
        List<(HeldUpdate Update, Envelope Envelope)> held = [];
        OriginSet witnessed = default;
        foreach (HeldUpdate update in WitnessCount.Of(haves, mergeable, electorate.Witnesses))
        {
            witnessed = witnessed.With(update.Origin);
            SignedRecord? record = facts.Find(update.Envelope);
            if (record is null)
            {
                missing.Add(update);
            }
            else if (EnvelopeIn(record, update.Origin, electorate) is { } envelope)
            {
                held.Add((update, envelope));
            }
            else
            {
                return new UpdateSelection([], [], default, [], update);
            }
        }

        List<(HeldUpdate Update, Envelope Envelope)> group = missing.Count > 0 ? [] : LargestGroup(held);
        return new UpdateSelection(
            group.ConvertAll(member => member.Update),
            group.ConvertAll(member => member.Envelope),
            witnessed,
            missing,
            null);
    }

    private static Envelope? EnvelopeIn(SignedRecord record, int origin, Electorate electorate) =>
        record.Body is Envelope envelope && envelope.Round == electorate.Round && electorate.IndexOf(envelope.Origin) == origin
            ? envelope
            : null;

    private static List<(HeldUpdate Update, Envelope Envelope)> LargestGroup(List<(HeldUpdate Update, Envelope Envelope)> held)
    {
        List<(UpdateShape Shape, List<(HeldUpdate, Envelope)> Members)> groups = [];
        foreach ((HeldUpdate Update, Envelope Envelope) member in held)
        {
            UpdateShape shape = UpdateShape.Of(member.Envelope);
            int index = groups.FindIndex(group => group.Shape == shape);
            if (index < 0)
            {
                index = groups.Count;
                groups.Add((shape, []));
            }

            groups[index].Members.Add(member);
        }

        // MaxBy keeps the first of equals, and groups stand in the order of their lowest origin.
        return groups.Count == 0 ? [] : groups.MaxBy(group => group.Members.Count).Members;
    }
}
