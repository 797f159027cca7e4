using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>What holds for every rule whatever the updates; cases come from seeds, so a failure names one.</summary>
public sealed class RuleInvarianceTests
{
    private static readonly Config Repeatable = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20, 1);

    /// <summary>Rules with common ties, which roster order or the last bit decides. Bulyan has none from f = 3.</summary>
    private static readonly string[] TieBreakers =
        ["mda", "nnm+krum", "nnm+multi-krum", "nnm+bulyan", "nnm+mda", "nnm+meamed"];

    public static TheoryData<string> All() => [.. AggregationRules.Names.Where(name => name != AggregationRules.Auto)];

    /// <summary>Bucketing shuffles by roster position; its own tests say what may be swapped.</summary>
    public static TheoryData<string> Orderless() =>
        [.. Listed(All()).Where(name => !name.StartsWith("bucketing+", StringComparison.Ordinal) && !TieBreakers.Contains(name))];

    /// <summary>What lengths or angles decide depends on where the last aggregate is; so should it.</summary>
    public static TheoryData<string> Centred() => [.. Listed(All()).Where(IsCentred)];

    /// <summary>
    /// Not those which lay means of overlapping sets around a median: such rows often lie equally far on both sides, and
    /// then the last bit decides.
    /// </summary>
    public static TheoryData<string> Centreless() => [.. Listed(All()).Where(name => !IsCentred(name) && name is not ("nnm+meamed" or "nnm+bulyan"))];

    [Theory]
    [MemberData(nameof(Orderless))]
    public void Swapping_two_silos_changes_nothing_but_rounding(string rule) => Prop.ForAll(Cases(), seed =>
    {
        (float[][] rows, int f) = Fitting(rule, seed);
        float[][] swapped = [rows[^1], .. rows[1..^1], rows[0]];
        AssertNear(Updates.Aggregate(rule, rows, f), Updates.Aggregate(rule, swapped, f));
    }).Check(Repeatable);

    /// <summary>Translations by a power of two above the values' own keep every difference, save the bits it cuts off.</summary>
    [Theory]
    [MemberData(nameof(Centreless))]
    public void Moving_every_update_moves_the_result_as_far(string rule) => Prop.ForAll(Cases(), seed =>
    {
        (float[][] rows, int f) = Fitting(rule, seed);
        rows = [.. rows.Select(row => row.Select(value => MathF.Round(value * 1024) / 1024).ToArray())];
        float[][] moved = [.. rows.Select(row => row.Select(value => value + 16f).ToArray())];
        AssertNear([.. Updates.Aggregate(rule, rows, f).Select(value => value + 16f)], Updates.Aggregate(rule, moved, f));
    }).Check(Repeatable);

    [Theory]
    [MemberData(nameof(Centred))]
    public void Rules_of_length_or_angle_do_not_move_with_every_update(string rule)
    {
        (_, int f) = Fitting(rule, 1);
        float[][] rows = Updates.Scattered(AggregationRules.SilosMin(rule, f) + 8, 5, seed: 11);
        float[][] moved = [.. rows.Select(row => row.Select((value, i) => value + (i == 0 ? 16f : 0)).ToArray())];

        Assert.True(Math.Abs(Updates.Aggregate(rule, rows, f)[0] + 16 - Updates.Aggregate(rule, moved, f)[0]) > 1e-3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Doubling_every_update_doubles_the_result_exactly(string rule) => Prop.ForAll(Cases(), seed =>
    {
        (float[][] rows, int f) = Fitting(rule, seed);
        float[][] doubled = [.. rows.Select(row => row.Select(value => value * 2).ToArray())];
        Assert.Equal(Updates.Aggregate(rule, rows, f).Select(value => value * 2), Updates.Aggregate(rule, doubled, f));
    }).Check(Repeatable);

    [Theory]
    [MemberData(nameof(All))]
    public void Equal_updates_are_their_own_aggregate(string rule) => Prop.ForAll(Cases(), seed =>
    {
        (float[][] rows, int f) = Fitting(rule, seed);
        AssertNear(rows[0], Updates.Aggregate(rule, [.. rows.Select(_ => rows[0])], f));
    }).Check(Repeatable);

    [Theory]
    [InlineData("median")]
    [InlineData("trimmed-mean")]
    [InlineData("meamed")]
    [InlineData("krum")]
    [InlineData("multi-krum")]
    [InlineData("bulyan")]
    [InlineData("mda")]
    [InlineData("nnm+median")]
    [InlineData("nnm+trimmed-mean")]
    [InlineData("nnm+meamed")]
    [InlineData("nnm+krum")]
    [InlineData("nnm+multi-krum")]
    [InlineData("nnm+mda")]
    [InlineData("bucketing+median")]
    [InlineData("bucketing+trimmed-mean")]
    [InlineData("bucketing+multi-krum")]
    public void Up_to_f_liars_cannot_pull_a_coordinate_out_of_the_honest_range(string rule) => Prop.ForAll(Cases(), seed =>
    {
        float[][] honest = Updates.Scattered(Math.Max(9, AggregationRules.SilosMin(rule, 2)) - 2, 1 + (seed % 37), (ulong)seed);
        float[] liar = [.. honest[0].Select(value => value > 0 ? 1e6f : -1e6f)];
        float[] result = Updates.Aggregate(rule, [.. honest, liar, liar], f: 2);
        for (int i = 0; i < result.Length; i++)
        {
            int at = i;
            Assert.InRange(result[i], honest.Min(row => row[at]), honest.Max(row => row[at]));
        }
    }).Check(Repeatable);

    private static bool IsCentred(string rule) =>
        rule.EndsWith("centred-clipping", StringComparison.Ordinal) || rule.EndsWith("cge", StringComparison.Ordinal) || rule == "distribution-aware-mean";

    private static IEnumerable<string> Listed(TheoryData<string> rules) => rules.Select(rule => rule.Data);

    private static Arbitrary<int> Cases() => Gen.Choose(1, 1_000_000).ToArbitrary();

    private static (float[][] Rows, int F) Fitting(string rule, int seed)
    {
        int f = rule == "bulyan" ? 3 : 1 + (seed % 2);
        int silos = Math.Max(5, AggregationRules.SilosMin(rule, f)) + (seed % 5);
        return (Updates.Scattered(silos, 1 + (seed % 37), (ulong)seed), f);
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        float scale = Math.Max(1e-3f, expected.Max(MathF.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - (2e-6f * scale), pair.First + (2e-6f * scale)));
    }
}
