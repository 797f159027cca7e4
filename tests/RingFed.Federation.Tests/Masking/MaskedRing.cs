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
    private readonly HashSet<int> liars = [];

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
    public MaskedTotal? Round(IEnumerable<int>? present = null) => Agree([.. (present ?? Enumerable.Range(0, Silos)).Select(PartOf)]);

    /// <summary>A round in which one silo signs something else than its program made. From then on it goes its own way.</summary>
    public MaskedTotal? Lie(int liar, Func<byte[], byte[]> alter)
    {
        GatheredPart[] parts = [.. Enumerable.Range(0, Silos).Select(PartOf)];
        GatheredPart[] agreed = [.. parts.Select(part => part.Origin == liar ? part with { Payload = alter(part.Payload.ToArray()) } : part)];
        liars.Add(liar);
        return Agree(agreed, parts);
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

    /// <summary>All silos take these parts.</summary>
    public MaskedTotal? Agree(params GatheredPart[] parts) => Agree(parts, parts);

    private MaskedTotal? Agree(GatheredPart[] parts, GatheredPart[] toLiars)
    {
        rounds.Add(parts);
        foreach (int liar in liars)
        {
            TakeLent(programs[liar], toLiars);
        }

        MaskedProgram[] honest = [.. programs.Where((_, silo) => !liars.Contains(silo))];
        MaskedTotal?[] totals = [.. honest.Select(program => TakeLent(program, parts))];
        Assert.All(honest, program => Assert.Equal(StateOf(honest[0]), StateOf(program)));
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
            if (TakeLent(programs[silo], parts) is { } total)
            {
                totals.Add(total);
            }
        }

        return totals;
    }

    private GatheredPart PartOf(int silo) => new(silo, programs[silo].Contribute(Input(silo)).Payload);

    /// <summary>What a program is given is lent for the call: afterwards the memory is another payload's.</summary>
    private static MaskedTotal? TakeLent(MaskedProgram program, GatheredPart[] parts)
    {
        byte[][] lent = [.. parts.Select(part => part.Payload.ToArray())];
        MaskedTotal? total = program.Take([.. parts.Select((part, index) => part with { Payload = lent[index] })]);
        Array.ForEach(lent, bytes => Array.Fill(bytes, (byte)0xEE));
        return total;
    }

    private MaskedProgram New(int silo) => new(plan, silo, new SeededMaskRandomness(dice.Fork()));

    private static (MaskedStage, int, int, string?, string?, string, string) StateOf(MaskedProgram program) => (
        program.Stage, program.Sum, program.Batch, program.RepeatedBecause, program.EndedBecause,
        string.Join(",", program.Contributors ?? []), string.Join(",", program.ProvenFalse));
}
