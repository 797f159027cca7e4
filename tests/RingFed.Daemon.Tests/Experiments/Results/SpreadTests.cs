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

        Spread spread = Spread.Of(cells, areFolds: false)!;

        Estimate estimate = Estimate.Of(cells, new ProtocolOptions());
        Assert.Equal((2, estimate.Low, estimate.High, SpreadKind.Interval), (spread.Mean, spread.Low!.Value, spread.High!.Value, spread.Kind));
        Assert.True(spread.CanClaim);
    }

    [Fact]
    public void Seeds_of_one_split_are_a_range_and_claim_nothing()
    {
        Spread spread = Spread.Of([new(0, 0, 1), new(0, 1, 1.5), new(0, 2, 3.5)], areFolds: false)!;

        Assert.Equal((2, 1, 3.5, SpreadKind.Seeds, false), (spread.Mean, spread.Low!.Value, spread.High!.Value, spread.Kind, spread.CanClaim));
    }

    [Fact]
    public void Resampled_patients_make_the_interval_of_one_split_though_all_seeds_agree()
    {
        Spread spread = Spread.Of([new(0, 0, .5, _patients), new(0, 1, .5, _patients), new(0, 2, .5, _patients)], areFolds: false)!;

        Assert.Equal((SpreadKind.Interval, true), (spread.Kind, spread.CanClaim));
        Assert.InRange(spread.High!.Value - spread.Low!.Value, .19, .6);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(250)]
    public void Folds_share_patients_and_make_no_interval_however_many_they_are(int folds)
    {
        Spread spread = Spread.Of([.. Enumerable.Range(0, folds).Select(fold => new MetricCell(fold, 0, fold % 2))], areFolds: true)!;

        Assert.Equal((null, null, SpreadKind.None, false), (spread.Low, spread.High, spread.Kind, spread.CanClaim));
    }

    [Fact]
    public void Two_splits_have_an_interval_and_claim_nothing()
    {
        Spread spread = Spread.Of([new(0, 0, 1), new(1, 0, 1.001)], areFolds: false)!;

        Assert.Equal((SpreadKind.Interval, false), (spread.Kind, spread.CanClaim));
    }

    [Fact]
    public void One_value_is_itself_and_no_value_is_nothing()
    {
        Assert.Equal(new Spread(5, null, null, 1, SpreadKind.None), Spread.Of([new MetricCell(7, 0, 5)], areFolds: false));
        Assert.Null(Spread.Of([], areFolds: false));
    }
}
