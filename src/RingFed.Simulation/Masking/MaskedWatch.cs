using RingFed.Federation.Masking;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Masking;

/// <summary>
/// Sees what the silos of a ring make and take of their masked sums, whatever lives they live, and objects at once when
/// honest ones that were handed the same rounds are not where the others are. At the end everything is audited.
/// </summary>
/// <param name="violate">Told of each broken invariant.</param>
internal sealed class MaskedWatch(Population population, Predicate<int> isHonest, RehearsedValues values, Action<string> violate)
{
    private readonly Dictionary<int, MaskedRound> rounds = [];
    private readonly Dictionary<int, string> states = [];
    private readonly SortedSet<string> refusals = [];

    public MaskedTranscript Transcript { get; } = new(isHonest, values);

    public GatherBook Book { get; } = new();

    /// <summary>Sums that were completed.</summary>
    public int Completed => Transcript.Totals.Select(total => total.Sum).Distinct().Count();

    /// <summary>Why fits ended before all sums were completed, as operators read it.</summary>
    public IReadOnlyCollection<string> Refusals => refusals;

    public void Begin(int epoch, MaskedPlan plan) => Transcript.Begin(epoch, plan, population.MachinesOf(plan.Roster));

    /// <summary>A silo made this for the round. Whether it left before a crash is open, so it counts as seen.</summary>
    public void Made(int round, MaskedRound open, int place, byte[] payload)
    {
        MaskedRound known = Opened(round, open);
        if (!known.Sent.Exists(sent => sent.Silo == place && sent.Payload.AsSpan().SequenceEqual(payload)))
        {
            known.Sent.Add((place, payload));
        }
    }

    /// <summary>A silo takes the agreed result of the round.</summary>
    public void Takes(int round, MaskedRound open, IReadOnlyList<GatheredPart> parts)
    {
        MaskedRound known = Opened(round, open);
        if (known.Agreed.Count == 0)
        {
            known.Agreed = parts;
            if (known.Stage == MaskedStage.Keys)
            {
                Transcript.AgreedKeys(known.Generation, known.Exchange, parts);
            }
        }
    }

    /// <summary>Where a silo stands after it took the round.</summary>
    public void Took(int machine, int round, string state)
    {
        if (isHonest(machine) && !states.TryAdd(round, state) && states[round] != state)
        {
            violate($"{population.Names[machine]} took round {round} and is at '{state}', others at '{states[round]}'");
        }
    }

    /// <summary>A silo was handed a statistic round out of turn.</summary>
    public void OutOfTurn(int machine, int round, int last) =>
        violate($"{population.Names[machine]} was handed statistic round {round} after {last}");

    /// <summary>A silo's fit is over before its time.</summary>
    public void Refused(int machine, string sentence)
    {
        if (isHonest(machine))
        {
            refusals.Add(sentence);
        }
    }

    /// <summary>Nothing went wrong in the run: every sum must have come about.</summary>
    public void RequireAll(int sums)
    {
        if (Completed < sums)
        {
            violate($"{Completed} of {sums} masked sums were completed in a ring without faults: {string.Join("; ", refusals)}");
        }
    }

    private MaskedRound Opened(int round, MaskedRound open)
    {
        if (rounds.TryAdd(round, open))
        {
            Transcript.Add(open);
        }

        return rounds[round];
    }
}
