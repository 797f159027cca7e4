using RingFed.Daemon.Experiments.Results;
using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Daemon.Tests.Experiments.Results;

public sealed class SpreadTests
{
    private static readonly double[] _patients = [.. Enumerable.Range(0, 1000).Select(replicate => .4 + (replicate * .0002))];

    [Fact]
    public void Splits_have_the_interval_of_the_protocol()
    {
        MetricCell[] cells = [new(0, 0, 0), new(0, 1, 2), new(1, 0, 2), new(1, 1, 4), new(2, 0, 2), new(2, 1, 2)];

        Spread spread = Spread.Of(cells, folds: 0)!;

        Estimate estimate = Estimate.Of(cells, new ProtocolOptions());
        Assert.Equal((2, estimate.Low, estimate.High, SpreadKind.Interval), (spread.Mean, spread.Low!.Value, spread.High!.Value, spread.Kind));
        Assert.True(spread.CanClaim);
    }

    [Fact]
    public void Seeds_of_one_split_are_a_range_and_claim_nothing()
    {
        Spread spread = Spread.Of([new(0, 0, 1), new(0, 1, 1.5), new(0, 2, 3.5)], folds: 0)!;

        Assert.Equal((2, 1, 3.5, SpreadKind.Seeds, false), (spread.Mean, spread.Low!.Value, spread.High!.Value, spread.Kind, spread.CanClaim));
    }

    [Fact]
    public void Resampled_patients_make_the_interval_of_one_split_though_all_seeds_agree()
    {
        Spread spread = Spread.Of([new(0, 0, .5, _patients), new(0, 1, .5, _patients), new(0, 2, .5, _patients)], folds: 0)!;

        Assert.Equal((SpreadKind.Interval, true), (spread.Kind, spread.CanClaim));
        Assert.InRange(spread.High!.Value - spread.Low!.Value, .19, .6);
    }

    [Fact]
    public void Folds_have_the_interval_that_is_corrected_for_shared_patients()
    {
        MetricCell[] cells = [.. Enumerable.Range(0, 50).Select(fold => new MetricCell(fold, 0, .5 + (fold % 5 * .1)))];

        Spread spread = Spread.Of(cells, folds: 5)!;

        (double low, double high) = CorrectedResampling.Interval([.. cells.Select(cell => cell.Value)], 1.0 / 4)!.Value;
        Assert.Equal((low, high, SpreadKind.Interval, true), (spread.Low!.Value, spread.High!.Value, spread.Kind, spread.CanClaim));
        Assert.Equal(.7, spread.Mean, 12);
    }

    [Fact]
    public void Less_than_one_cross_validation_claims_nothing()
    {
        Assert.False(Spread.Of([new(0, 0, .5), new(1, 0, .50001), new(2, 0, .5), new(3, 0, .5)], folds: 5)!.CanClaim);
        Assert.Equal((null, SpreadKind.None), Spread.Of([new(0, 0, .5)], folds: 5) is { } one ? (one.Low, one.Kind) : default);
    }

    [Fact]
    public void Two_splits_have_an_interval_and_claim_nothing()
    {
        Spread spread = Spread.Of([new(0, 0, 1), new(1, 0, 1.001)], folds: 0)!;

        Assert.Equal((SpreadKind.Interval, false), (spread.Kind, spread.CanClaim));
    }

    [Fact]
    public void One_value_is_itself_and_no_value_is_nothing()
    {
        Assert.Equal(new Spread(5, null, null, 1, SpreadKind.None), Spread.Of([new MetricCell(7, 0, 5)], folds: 0));
        Assert.Null(Spread.Of([], folds: 0));
    }
}
