using RingFed.Federation.Masking;
using RingFed.Federation.Topology;
using RingFed.Simulation;
using RingFed.Simulation.Masking;

namespace RingFed.Federation.Tests.Masking;

/// <summary>A ring of masked programs whose rounds are agreed at once; a test says who is in each.</summary>
internal sealed class MaskedRing
{
    private readonly Dice dice = new(7);
    private readonly MaskedPlan plan;
    private readonly List<GatheredPart[]> rounds = [];
    private readonly MaskedProgram[] programs;

    public MaskedRing(int silos, int sums = 1, int? quorum = null)
    {
        plan = new MaskedPlan(
            "hemato-eu", "epoch 1", [.. Enumerable.Range(0, silos).Select(silo => $"silo-{silo}")], quorum ?? new Quorum(silos, 0).Votes, sums);
        programs = [.. Enumerable.Range(0, silos).Select(New)];
        Limit = 1_000_000;
    }

    public int Silos => plan.Roster.Count;

    public Int128 Limit { get; init; }

    /// <summary>Values of a silo in a sum.</summary>
    public Func<int, Int128[]> Values { get; init; } = silo => [silo + 1, -silo, 100 * silo];

    public MaskedStage Stage => programs[0].Stage;

    public MaskedProgram this[int silo] => programs[silo];

    /// <summary>Agreed rounds so far.</summary>
    public IReadOnlyList<IReadOnlyList<GatheredPart>> Rounds => rounds;

    public MaskedInput Input(int silo) => new("histogram", Values(silo), Values(silo).Length, Limit);

    public Int128[] SumOver(params int[] silos) => [.. Enumerable.Range(0, Values(0).Length)
        .Select(index => silos.Aggregate(Int128.Zero, (sum, silo) => sum + Values(silo)[index]))];

    /// <summary>One round with these silos, all by default; requires that all silos are in the same state afterwards.</summary>
    /// <param name="alter">What becomes of a silo's payload on its way.</param>
    public MaskedTotal? Round(IEnumerable<int>? present = null, Func<int, byte[], byte[]>? alter = null)
    {
        GatheredPart[] parts = [.. (present ?? Enumerable.Range(0, Silos)).Select(silo =>
        {
            byte[] payload = programs[silo].Contribute(Input(silo)).Payload;
            return new GatheredPart(silo, alter?.Invoke(silo, payload) ?? payload);
        })];
        return Agree(parts);
    }

    /// <summary>Rounds with these silos until a total comes.</summary>
    public MaskedTotal Complete(params int[] present)
    {
        for (int round = 0; round < 5; round++)
        {
            if (Round(present.Length == 0 ? null : present) is { } total)
            {
                return total;
            }
        }

        throw new InvalidOperationException($"No total after 5 rounds: {programs[0].RepeatedBecause ?? programs[0].EndedBecause}");
    }

    public MaskedTotal? Agree(params GatheredPart[] parts)
    {
        rounds.Add(parts);
        MaskedTotal?[] totals = [.. programs.Select(program => program.Take(parts))];
        Assert.All(programs, program => Assert.Equal(StateOf(programs[0]), StateOf(program)));
        Assert.All(totals, total => Assert.Equal(totals[0]?.Values, total?.Values));
        return totals[0];
    }

    /// <summary>The silo's process ends and begins again: it takes all agreed rounds from the first.</summary>
    public List<MaskedTotal> Restart(int silo)
    {
        programs[silo].Dispose();
        programs[silo] = New(silo);
        List<MaskedTotal> totals = [];
        foreach (GatheredPart[] parts in rounds)
        {
            if (programs[silo].Take(parts) is { } total)
            {
                totals.Add(total);
            }
        }

        return totals;
    }

    private MaskedProgram New(int silo) => new(plan, silo, new SeededMaskRandomness(dice.Fork()));

    private static (MaskedStage, int, int, string?, string?, string, string) StateOf(MaskedProgram program) => (
        program.Stage, program.Sum, program.Batch, program.RepeatedBecause, program.EndedBecause,
        string.Join(",", program.Contributors ?? []), string.Join(",", program.ProvenFalse));
}
