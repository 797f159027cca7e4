using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Closing;

/// <summary>
/// What this silo states of the updates it holds: when it begins to close the round, and when a later view begins and it
/// holds more than it last said, or lost some of it in a crash. What it no longer holds nobody else may have: a have that
/// still spoke of it would keep every proposal from being checked.
/// </summary>
internal sealed class OwnHaves(OwnRecords records, Electorate electorate)
{
    /// <summary>Haves of one silo and round: a proposal names them by id, so everyone keeps them all.</summary>
    public const int CountMax = MessageCaps.HavesPerRoundMax;

    /// <summary>
    /// As many may follow each other in successive views. Then each waits twice as long as the one before, so that the
    /// last is signed late enough to say what the others did not.
    /// </summary>
    private const int FreelyMax = 4;

    /// <returns>Null unless the silo signed one envelope and its payload is wholly here.</returns>
    public static HeldUpdate? UpdateOf(int origin, IRoundFacts facts)
    {
        IReadOnlyList<SignedRecord> envelopes = facts.EnvelopesOf(origin);
        return envelopes.Count == 1 && facts.HoldsPayloadOf((Envelope)envelopes[0].Body)
            ? new HeldUpdate(origin, envelopes[0].Id)
            : null;
    }

    /// <returns>Null when there is nothing to add, or not yet.</returns>
    public Have? Next(VoteState own, IRoundFacts facts, RoundTally tally)
    {
        Have? last = tally.HaveOf(facts.Plan.Self)?.Body as Have;
        int sequence = Math.Max(own.Haves, last is null ? 0 : last.Sequence + 1);
        if (sequence >= CountMax || (sequence >= FreelyMax && own.View < 1 << (sequence - 2)))
        {
            return null;
        }

        List<HeldUpdate> held = [];
        foreach (int origin in electorate.Active.Except(facts.Convicted).ToList())
        {
            if (UpdateOf(origin, facts) is { } update)
            {
                held.Add(update);
            }
        }

        return last is null || HasGained(last, held) || HasLost(last, facts) ? records.Have(sequence, held) : null;
    }

    private static bool HasGained(Have last, List<HeldUpdate> held) => held.Exists(update => !last.Held.Contains(update));

    private static bool HasLost(Have last, IRoundFacts facts) => last.Held.Any(update => !UpdatesWithin.Holds(update, facts));
}
