using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>
/// Takes every masked payload that an honest silo sent apart, with all secrets at hand: which masks are really on it. The
/// coalition check then works on what was sent, not on what the protocol says should have been.
/// </summary>
internal sealed class MaskEquations
{
    private readonly List<MaskEquation> found = [];
    private readonly List<string> violations = [];

    public MaskEquations(MaskedTranscript transcript)
    {
        foreach (MaskedRound round in transcript.Rounds.Where(round => round.Stage == MaskedStage.Input))
        {
            foreach ((int silo, byte[] payload) in round.Sent.Where(sent => transcript.IsHonest(round.Generation, sent.Silo)))
            {
                if (InputPayload.TryRead(payload, transcript.Of(round.Generation).Silos, out InputPayload input))
                {
                    Add(transcript, round, silo, input);
                }
            }
        }
    }

    public IReadOnlyList<MaskEquation> Found => found;

    public IReadOnlyList<string> Violations => violations;

    private void Add(MaskedTranscript transcript, MaskedRound round, int silo, InputPayload input)
    {
        MaskEquation equation = new(round.Generation, round.Exchange, round.Sum, round.ProgramSum, silo, round.Exchange.Dealers);
        UInt128[] rest = new UInt128[input.Values];
        input.AddTo(rest);
        MaskStrips strips = new(transcript, equation);
        strips.Self(rest, takeOff: true);
        Subtract(rest, transcript.Values.Of(transcript.Of(round.Generation).Machines[silo], round.Sum));
        if (PartnersOf(strips, equation, rest) is { } partners)
        {
            found.Add(equation with { Partners = partners });
        }
        else
        {
            violations.Add($"silo {silo} sent values in sum {round.Sum} that are not its input under its own mask and masks with other silos");
        }
    }

    /// <summary>Those whose masks add up to the rest: all dealers, as they should, or the first set that does.</summary>
    private static OriginSet? PartnersOf(MaskStrips strips, MaskEquation equation, UInt128[] rest)
    {
        int[] others = [.. equation.Exchange.Dealers.ToList().Where(other => other != equation.Silo)];
        UInt128[][] masks = [.. others.Select(other =>
        {
            UInt128[] mask = new UInt128[rest.Length];
            strips.Pair(other, mask, takeOff: false);
            return mask;
        })];
        for (int choice = (1 << others.Length) - 1; choice >= 0; choice--)
        {
            int[] chosen = [.. Enumerable.Range(0, others.Length).Where(index => (choice >> index & 1) != 0)];
            if (Enumerable.Range(0, rest.Length).All(entry =>
                chosen.Aggregate(UInt128.Zero, (sum, index) => unchecked(sum + masks[index][entry])) == rest[entry]))
            {
                return OriginSet.Of(chosen.Select(index => others[index]));
            }
        }

        return null;
    }

    private static void Subtract(UInt128[] rest, Int128[] values)
    {
        for (int entry = 0; entry < rest.Length; entry++)
        {
            rest[entry] = unchecked(rest[entry] - (UInt128)values[entry]);
        }
    }
}
