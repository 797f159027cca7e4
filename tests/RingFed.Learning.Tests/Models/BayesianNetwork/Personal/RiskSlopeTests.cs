using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.BayesianNetwork.Personal;

namespace RingFed.Learning.Tests.Models.BayesianNetwork.Personal;

public sealed class RiskSlopeTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.8)]
    public void A_planted_slope_is_found(double slope) => Assert.Equal(slope, Planted(slope, 2_000).Best(), 0.15);

    [Fact]
    public void A_score_that_acts_as_in_the_ring_keeps_its_slope() => Assert.Equal(1, Planted(1, 500).Best(), 0.12);

    [Fact]
    public void Without_events_without_records_or_without_differences_there_is_nothing_to_learn()
    {
        Assert.Equal(1, new RiskSlope([0.4, -1], [1, 2], [false, false]).Best());
        Assert.Equal(1, new RiskSlope([], [], []).Best());
        Assert.Equal(1, new RiskSlope([0.5, 0.5, 0.5], [1, 2, 0.1], [true, false, true]).Best());
        Assert.Equal(1, new RiskSlope([0.5, 0.7], [0, 0], [true, true]).Best());
    }

    /// <summary>Exponential times at rate exp(slope x score), all seen up to time 1.</summary>
    private static RiskSlope Planted(double slope, int records)
    {
        SeededRandom random = new(4);
        double[] scores = [.. Enumerable.Range(0, records).Select(_ => random.Normal(0, 1))];
        double[] times = [.. scores.Select(score => random.Exponential() / Math.Exp(slope * score))];
        return new RiskSlope(scores, [.. times.Select(time => Math.Min(1, time))], [.. times.Select(time => time < 1)]);
    }
}
