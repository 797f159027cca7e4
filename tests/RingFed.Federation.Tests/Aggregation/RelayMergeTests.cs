using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class RelayMergeTests
{
    private static readonly ParameterLayout Layout = Updates.Layout(2);

    [Fact]
    public void The_result_is_the_base_plus_the_merged_difference()
    {
        float[] result = new float[2];
        MergeOutcome outcome = RelayMerge.Run(Request([Silo("a", [1, 2]), Silo("b", [3, 4])]), result);

        Assert.Equal([102, 203], result);
        Assert.Equal(["a", "b"], outcome.Merged);
        Assert.Empty(outcome.Refused);
        Assert.Equal(AggregateDigest.Of([102f, 203f]), outcome.Digest.ToArray());
    }

    [Fact]
    public void A_silo_that_took_more_steps_does_not_pull_harder()
    {
        float[] result = new float[2];
        RelayMerge.Run(Request([Silo("a", [1, 1], steps: 100), Silo("b", [3, 3], steps: 300), Silo("c", [2, 2], steps: 200)]), result);

        Assert.Equal([102, 202], result);
    }

    [Fact]
    public void A_refused_silo_is_named_with_its_reason_and_the_rule_is_resolved_for_the_rest()
    {
        float[] result = new float[2];
        MergeOutcome outcome = RelayMerge.Run(
            Request([Silo("a", [1, 1]), Silo("b", [1, 1]), Silo("c", [float.NaN, 0]), Silo("d", [1, 1]), Silo("e", [1, 1])], "auto"),
            result);

        Assert.Equal(["a", "b", "d", "e"], outcome.Merged);
        Assert.Equal("c", Assert.Single(outcome.Refused).Silo);
        Assert.Equal("geometric-median", outcome.Rule.Name);
        Assert.Contains("n = 4", outcome.Rule.Label, StringComparison.Ordinal);
        Assert.Equal([101, 201], result);
    }

    [Fact]
    public void When_nothing_passes_screening_there_is_no_result() => Assert.Equal(
        AggregationFault.NothingToMerge,
        Assert.Throws<AggregationException>(() => RelayMerge.Run(Request([Silo("a", [float.NaN, 0])]), new float[2])).Fault);

    [Fact]
    public void A_base_of_another_length_is_refused() => Assert.Equal(
        AggregationFault.InputShape,
        Assert.Throws<AggregationException>(() => RelayMerge.Run(
            Request([Silo("a", [1, 2])]) with { Base = new float[3] }, new float[2])).Fault);

    private static MergeRequest Request(SiloUpdate[] updates, string rule = "mean") =>
        new(updates, new float[] { 100, 200 }, Layout, rule, Byzantine: null, Threads: 2);

    private static SiloUpdate Silo(string id, float[] delta, long steps = 10) => new(id, delta, Records: 50, steps);
}
