using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>No honest silo ever sends both kinds of share of one member and sum, whatever happens to it in between.</summary>
internal static class ReleaseCheck
{
    public static IEnumerable<string> Violations(MaskedTranscript transcript)
    {
        Dictionary<(int Generation, int Exchange, int Sum, int Holder, int Member), ShareKind> released = [];
        foreach (MaskedRound round in transcript.Rounds.Where(round => round.Stage == MaskedStage.Unmask))
        {
            foreach ((int holder, byte[] payload) in round.Sent.Where(sent => transcript.IsHonest(round.Generation, sent.Silo)))
            {
                foreach ((int member, ShareKind kind) in KindsIn(payload, round.Exchange.Dealers, transcript.Of(round.Generation).Silos))
                {
                    if (!released.TryAdd((round.Generation, round.Exchange.Number, round.ProgramSum, holder, member), kind)
                        && released[(round.Generation, round.Exchange.Number, round.ProgramSum, holder, member)] != kind)
                    {
                        yield return $"silo {holder} released both kinds of share of silo {member} in sum {round.Sum}";
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Member, ShareKind Kind)> KindsIn(byte[] payload, OriginSet dealers, int silos) =>
        UnmaskPayload.TryRead(payload, silos, out UnmaskPayload release)
            ? [.. dealers.ToList().Select(member => (member, release.Kind(member))).Where(place => place.Item2 != ShareKind.None)]
            : [];
}
