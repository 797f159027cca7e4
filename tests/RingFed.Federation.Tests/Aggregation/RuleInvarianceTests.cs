using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

/// <summary>What holds for every rule whatever the updates; cases come from seeds, so a failure names one.</summary>
public sealed class RuleInvarianceTests
{
    private static readonly Config Repeatable = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20, 1);

    public static TheoryData<string> Unweighted() =>
        [.. AggregationRules.Names.Where(name => name is not ("auto" or "weighted-mean"))];

    [Theory]
    [MemberData(nameof(Unweighted))]
    public void Swapping_two_silos_changes_nothing_but_rounding(string rule) => Prop.ForAll(Cases(), seed =>
    {
        float[][] rows = Rows(seed);
        float[][] swapped = [rows[^1], .. rows[1..^1], rows[0]];
        AssertNear(Updates.Aggregate(rule, rows), Updates.Aggregate(rule, swapped));
    }).Check(Repeatable);

    /// <summary>Translations by a power of two above the values' own keep every difference, save the bits it cuts off.</summary>
    [Theory]
    [MemberData(nameof(Unweighted))]
    public void Moving_every_update_moves_the_result_as_far(string rule) => Prop.ForAll(Cases(), seed =>
    {
        float[][] rows = [.. Rows(seed).Select(row => row.Select(value => MathF.Round(value * 1024) / 1024).ToArray())];
        float[][] moved = [.. rows.Select(row => row.Select(value => value + 16f).ToArray())];
        AssertNear([.. Updates.Aggregate(rule, rows).Select(value => value + 16f)], Updates.Aggregate(rule, moved));
    }).Check(Repeatable);

    [Theory]
    [MemberData(nameof(Unweighted))]
    public void Doubling_every_update_doubles_the_result_exactly(string rule) => Prop.ForAll(Cases(), seed =>
    {
        float[][] rows = Rows(seed);
        float[][] doubled = [.. rows.Select(row => row.Select(value => value * 2).ToArray())];
        Assert.Equal(Updates.Aggregate(rule, rows).Select(value => value * 2), Updates.Aggregate(rule, doubled));
    }).Check(Repeatable);

    [Theory]
    [MemberData(nameof(Unweighted))]
    public void Equal_updates_are_their_own_aggregate(string rule) => Prop.ForAll(Cases(), seed =>
    {
        float[] row = Rows(seed)[0];
        AssertNear(row, Updates.Aggregate(rule, [row, row, row, row, row]));
    }).Check(Repeatable);

    [Theory]
    [InlineData("median")]
    [InlineData("trimmed-mean")]
    [InlineData("nnm+median")]
    [InlineData("nnm+trimmed-mean")]
    public void Up_to_f_liars_cannot_pull_a_coordinate_out_of_the_honest_range(string rule) => Prop.ForAll(Cases(), seed =>
    {
        float[][] rows = Rows(seed, silos: 9);
        float[] liar = [.. rows[0].Select(value => value > 0 ? 1e6f : -1e6f)];
        float[] result = Updates.Aggregate(rule, [.. rows[..7], liar, liar], f: 2);
        for (int i = 0; i < result.Length; i++)
        {
            int at = i;
            Assert.InRange(result[i], rows[..7].Min(row => row[at]), rows[..7].Max(row => row[at]));
        }
    }).Check(Repeatable);

    private static Arbitrary<int> Cases() => Gen.Choose(1, 1_000_000).ToArbitrary();

    private static float[][] Rows(int seed, int silos = 0) =>
        Updates.Scattered(silos > 0 ? silos : 5 + (seed % 8), 1 + (seed % 37), (ulong)seed);

    private static void AssertNear(float[] expected, float[] actual)
    {
        float scale = Math.Max(1e-3f, expected.Max(MathF.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - (2e-6f * scale), pair.First + (2e-6f * scale)));
    }
}
