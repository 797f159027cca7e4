using RingFed.Learning.Evaluation.Ring;

namespace RingFed.Learning.Tests.Evaluation.Ring;

public sealed class RingMetricsTests
{
    [Fact]
    public void Consistency_is_the_mean_square_spread_over_the_mean_models_norm()
    {
        // Mean (2, 1): spread 1 + 1 + 0 + 0 over 2 silos x (4 + 1).
        Assert.Equal(.2, ParameterConsistency.Of([[1, 1], [3, 1]]).Value!.Value, 1e-12);
        Assert.Equal(0, ParameterConsistency.Of([[1, 2], [1, 2], [1, 2]]).Value);
    }

    [Fact]
    public void Models_that_cancel_or_are_no_numbers_have_no_consistency()
    {
        Assert.NotNull(ParameterConsistency.Of([[1], [-1]]).Reason);
        Assert.NotNull(ParameterConsistency.Of([[float.NaN]]).Reason);
        Assert.Throws<ArgumentException>(() => ParameterConsistency.Of([]));
        Assert.Throws<ArgumentException>(() => ParameterConsistency.Of([[1], [1, 2]]));
    }

    [Fact]
    public void Lost_performance_is_a_share_of_the_pooled_quality()
    {
        Assert.Equal(.25, AggregatedPerformance.Of(.8, .6).Value!.Value, 1e-12);
        Assert.Equal(-.25, AggregatedPerformance.Of(.8, 1).Value!.Value, 1e-12);
        Assert.NotNull(AggregatedPerformance.Of(null, .6).Reason);
        Assert.NotNull(AggregatedPerformance.Of(0, .6).Reason);
    }

    [Fact]
    public void Relay_costs_are_held_against_n_minus_one_payloads()
    {
        CommunicationCost cost = CommunicationCost.OfRelay([300, 330], silos: 4, payloadBytes: 100);
        Assert.Equal((300.0, 330, 1.05), (cost.Formula, cost.BytesMax, cost.Ratio));
        Assert.Throws<ArgumentException>(() => CommunicationCost.OfRelay([], 4, 100));
        Assert.Throws<ArgumentException>(() => CommunicationCost.OfRelay([1], 1, 100));
    }
}
