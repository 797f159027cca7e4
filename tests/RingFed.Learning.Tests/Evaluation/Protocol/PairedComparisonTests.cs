using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Learning.Tests.Evaluation.Protocol;

public sealed class PairedComparisonTests
{
    private static readonly ProtocolOptions Options = new();

    [Fact]
    public void A_small_constant_gain_is_claimed_through_large_differences_between_splits()
    {
        (MetricCell[] better, MetricCell[] worse) = Arms(.01);
        PairedComparison comparison = PairedComparison.Of(better, worse, MetricCatalog.Shape, Options)!;
        Assert.Equal(Verdict.Better, comparison.Verdict);
        Assert.Equal(.01, comparison.Difference.Mean, 1e-3);
        Assert.Equal(Verdict.Worse, PairedComparison.Of(worse, better, MetricCatalog.Shape, Options)!.Verdict);
        Assert.Equal(Verdict.Worse, PairedComparison.Of(better, worse, MetricCatalog.Detection, Options)!.Verdict);
        Assert.True(comparison.IsWithin(.02));
        Assert.False(comparison.IsWithin(.01));
    }

    [Fact]
    public void Noise_alone_is_no_difference_and_no_equality_at_a_narrow_margin()
    {
        SeededRandom random = new(4);
        MetricCell[] Arm() => [.. Cells().Select(cell => new MetricCell(cell.Split, cell.Seed, random.Normal()))];
        PairedComparison comparison = PairedComparison.Of(Arm(), Arm(), MetricCatalog.Shape, Options)!;
        Assert.Equal(Verdict.NoDifferenceShown, comparison.Verdict);
        Assert.False(comparison.IsWithin(.02));
    }

    [Fact]
    public void Where_both_sides_are_faults_the_nearer_arm_is_better()
    {
        MetricCell[] above = [.. Cells().Select(cell => cell with { Value = 1.05 })];
        MetricCell[] below = [.. Cells().Select(cell => cell with { Value = .8 })];
        PairedComparison comparison = PairedComparison.Of(above, below, MetricCatalog.PhiSlope, Options)!;
        Assert.Equal(.25, comparison.Difference.Mean, 1e-12);
        Assert.Equal(.15, comparison.Gain.Mean, 1e-12);
        Assert.Equal(Verdict.Better, comparison.Verdict);
        Assert.Throws<ArgumentException>(() => PairedComparison.Of(above, below, MetricCatalog.PhiSlope with { Ideal = null }, Options));
    }

    [Fact]
    public void Cells_that_one_arm_lacks_count_nowhere()
    {
        MetricCell[] one = [new(0, 0, 1), new(0, 1, 2), new(1, 0, 9)];
        PairedComparison comparison = PairedComparison.Of(one, [new(0, 0, 0), new(0, 1, 1), new(2, 0, 5)], MetricCatalog.Shape, Options)!;
        Assert.Equal((1.0, 2, 2), (comparison.Difference.Mean, comparison.Difference.Cells, comparison.Unpaired));
        Assert.Null(PairedComparison.Of(one, [new(5, 5, 1)], MetricCatalog.Shape, Options));
    }

    [Fact]
    public void Patients_drawn_alike_cancel()
    {
        double[] draws = [.. Enumerable.Range(0, 1_000).Select(i => Math.Sin(i))];
        MetricCell[] Arm(double shift) => [new(0, 0, shift, [.. draws.Select(draw => draw + shift)])];
        PairedComparison comparison = PairedComparison.Of(Arm(.1), Arm(0), MetricCatalog.Shape, Options)!;
        Assert.Equal(.1, comparison.Difference.Low, 1e-9);
        Assert.Equal(.1, comparison.Difference.High, 1e-9);
    }

    private static (MetricCell[] Better, MetricCell[] Worse) Arms(double gain)
    {
        SeededRandom random = new(1);
        MetricCell[] worse = [.. Cells().Select(cell => cell with { Value = (.2 * cell.Split) + (.01 * random.Normal()) })];
        return ([.. worse.Select(cell => cell with { Value = cell.Value + gain + (.001 * random.Normal()) })], worse);
    }

    private static IEnumerable<MetricCell> Cells() =>
        from split in Enumerable.Range(0, 5) from seed in Enumerable.Range(0, 3) select new MetricCell(split, seed, 0);
}
