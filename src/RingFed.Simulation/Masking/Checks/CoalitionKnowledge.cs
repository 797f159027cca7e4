using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>
/// The secrets that some silos together know after a run: their own, and those of which they hold or saw as many shares
/// as it takes, sent too late to count or not. A secret is known by its number, so that one used twice is known twice.
/// </summary>
internal sealed class CoalitionKnowledge
{
    private readonly HashSet<Scalar> secrets = [];

    /// <param name="coalition">Machines.</param>
    public CoalitionKnowledge(MaskedTranscript transcript, OriginSet coalition)
    {
        foreach (OwnSecrets own in transcript.Drawn.Where(made => coalition.Contains(transcript.Of(made.Generation).Machines[made.Silo])).Select(made => made.Secrets))
        {
            for (int slot = 0; slot < own.Sums; slot++)
            {
                secrets.Add(own.Pair(slot));
                secrets.Add(own.Seed(slot));
            }
        }

        foreach (((int generation, MaskedBatch exchange, int slot, int dealer, ShareKind kind), OriginSet holders) in SharesSeen(transcript, coalition))
        {
            if (holders.Count >= exchange.Threshold(transcript.Of(generation).Plan.Quorum, transcript.Of(generation).Silos) && transcript.SecretsOf(generation, exchange.Number, dealer) is { } own)
            {
                secrets.Add(kind == ShareKind.Self ? own.Seed(slot) : own.Pair(slot));
            }
        }
    }

    public bool Knows(in Scalar secret) => secrets.Contains(secret);

    private static Dictionary<(int, MaskedBatch, int, int, ShareKind), OriginSet> SharesSeen(MaskedTranscript transcript, OriginSet coalition)
    {
        Dictionary<(int, int), MaskedBatch> exchanges = [];
        Dictionary<(int, MaskedBatch, int, int, ShareKind), OriginSet> seen = [];
        foreach (MaskedRound round in transcript.Rounds)
        {
            if (round.Stage == MaskedStage.Shares)
            {
                exchanges[(round.Generation, round.Exchange.Number)] = round.Exchange;
                foreach ((int dealer, _) in round.Sent.Where(sent => sent.Payload[0] == PayloadStatus.Given))
                {
                    AddDealt(round, dealer);
                }
            }
            else if (round.Stage == MaskedStage.Unmask)
            {
                foreach ((int holder, byte[] payload) in round.Sent)
                {
                    AddReleased(round, holder, payload);
                }
            }
        }

        return seen;

        // What a dealer sealed for members of the coalition, agreed on or not.
        void AddDealt(MaskedRound round, int dealer)
        {
            for (int slot = 0; slot < round.Exchange.Sums; slot++)
            {
                foreach (int holder in round.Exchange.Holders.Intersect(transcript.Of(round.Generation).PlacesOf(coalition)).ToList())
                {
                    Add((round.Generation, round.Exchange, slot, dealer, ShareKind.Self), holder);
                    Add((round.Generation, round.Exchange, slot, dealer, ShareKind.Pair), holder);
                }
            }
        }

        void AddReleased(MaskedRound round, int holder, byte[] payload)
        {
            if (UnmaskPayload.TryRead(payload, transcript.Of(round.Generation).Silos, out UnmaskPayload release))
            {
                MaskedBatch exchange = exchanges[(round.Generation, round.Exchange.Number)];
                foreach (int dealer in round.Exchange.Dealers.ToList().Where(dealer => release.Kind(dealer) is ShareKind.Self or ShareKind.Pair))
                {
                    Add((round.Generation, exchange, exchange.SlotOf(round.ProgramSum), dealer, release.Kind(dealer)), holder);
                }
            }
        }

        void Add((int, MaskedBatch, int, int, ShareKind) share, int holder) => seen[share] = seen.GetValueOrDefault(share).With(holder);
    }
}
