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

    /// <summary>A round that has closed is merged, whatever one silo of it sent.</summary>
    [Theory]
    [InlineData("krum", 7, 2, "krum (n = 6, f = 1)")]
    [InlineData("trimmed-mean", 4, 1, "trimmed-mean (n = 3, f = 1)")]
    [InlineData("trimmed-mean", 3, 1, "trimmed-mean (n = 2, f = 0)")]
    [InlineData("bulyan", 7, 1, "bulyan (n = 6, f = 0)")]
    [InlineData("krum", 3, 0, "mean (n = 2)")]
    [InlineData("median", 4, 1, "median (n = 3)")]
    public void A_refused_update_is_one_of_those_that_the_rule_was_to_withstand(string rule, int silos, int f, string applied)
    {
        SiloUpdate[] updates = [.. Enumerable.Range(0, silos).Select(silo => Silo($"s{silo}", silo == 1 ? [float.NaN, 0] : [silo, 1]))];

        MergeOutcome outcome = RelayMerge.Run(Request(updates, rule) with { Byzantine = f }, new float[2]);

        Assert.StartsWith(applied, outcome.Rule.Label, StringComparison.Ordinal);
        Assert.Equal("s1", Assert.Single(outcome.Refused).Silo);
        Assert.Equal(silos - 1, outcome.Merged.Count);
    }

    [Theory]
    [InlineData("krum", 4, 1, "krum (n = 4, f = 0)")]
    [InlineData("auto", 6, 3, "nnm+trimmed-mean (n = 6, f = 2)")]
    public void An_update_that_could_not_be_read_is_one_of_them_too(string rule, int left, int f, string applied)
    {
        SiloUpdate[] updates = [.. Enumerable.Range(0, left).Select(silo => Silo($"s{silo}", [silo, 1]))];

        MergeOutcome outcome = RelayMerge.Run(Request(updates, rule) with { Byzantine = f, Unreadable = 1 }, new float[2]);

        Assert.StartsWith(applied, outcome.Rule.Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nnm+cge")]
    [InlineData("bucketing+centred-clipping")]
    public void A_rule_that_bounds_no_more_than_its_rows_says_so_of_averages(string rule) => Assert.Contains(
        "not Byzantine-robust: the rule behind bounds no more than its rows, which are averages",
        AggregationRules.Resolve(rule, 9, 2).Label,
        StringComparison.Ordinal);

    [Fact]
    public void A_rule_that_does_not_fit_a_set_of_which_nothing_was_refused_is_a_fault_of_the_topology() =>
        Assert.Throws<AggregationException>(() => RelayMerge.Run(Request([Silo("a", [1, 1]), Silo("b", [2, 2])], "krum"), new float[2]));

    /// <summary>Screening has measured all lengths; no rule reads the updates again for them, and none may see others.</summary>
    [Theory]
    [InlineData("centred-clipping")]
    [InlineData("cge")]
    [InlineData("nnm+cge")]
    [InlineData("distribution-aware-mean")]
    public void A_rule_that_decides_by_lengths_gets_those_of_the_updates_that_are_left(string rule)
    {
        ParameterLayout layout = Updates.Layout(20_000, 1, 0, 300);
        float[][] rows = Updates.Scattered(7, layout.Count);
        float[][] left = [.. rows[..2], .. rows[3..]];
        rows[2][17] = float.NaN;
        SiloUpdate[] updates = [.. rows.Select((row, silo) => Silo($"s{silo}", row))];
        float[] merged = new float[layout.Count];
        RelayMerge.Run(new MergeRequest(updates, new float[layout.Count], layout, rule, Byzantine: 1, Threads: 2), merged);

        Assert.Equal(Updates.Aggregate(rule, left, f: 1, layout: layout), merged);
    }

    [Fact]
    public void Lengths_are_those_of_equal_steps()
    {
        float[] result = new float[2];
        RelayMerge.Run(Request([Silo("a", [30, 0], steps: 300), Silo("b", [0, 10], steps: 100), Silo("c", [-10, 0], steps: 100)], "centred-clipping"), result);

        Assert.Equal(100, result[0], 1e-6);
        Assert.Equal(200 + (10f / 3), result[1], 1e-4);
    }

    [Fact]
    public void The_seed_decides_how_silos_are_bucketed()
    {
        SiloUpdate[] updates = [.. Enumerable.Range(0, 8).Select(silo => Silo($"s{silo}", [silo * silo, 1]))];

        HashSet<float> merged = [.. Enumerable.Range(0, 16).Select(seed =>
        {
            float[] result = new float[2];
            RelayMerge.Run(Request(updates, "bucketing+median") with { Seed = (ulong)seed }, result);
            return result[0];
        })];

        Assert.True(merged.Count > 4);
    }

    [Fact]
    public void By_turns_one_silos_parameters_are_the_result_whatever_steps_it_took_and_however_far_they_moved()
    {
        float[] result = new float[2];
        MergeOutcome outcome = RelayMerge.Run(
            Request([Silo("a", [0, 0], steps: 1), Silo("b", [3, -0.1f], steps: 500), Silo("c", [0, 0], steps: 1), Silo("d", [0, 0], steps: 1)], "sequential") with
            {
                Turns = ["b", "c", "d", "a"],
            },
            result);

        Assert.Equal([103, 200 + -0.1f], result);
        Assert.Equal("b", outcome.Taken);
        Assert.Equal(["a", "b", "c", "d"], outcome.Merged);
        Assert.False(outcome.Rule.IsByzantineRobust);
        Assert.Contains("withstands no faulty silo", outcome.Rule.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_misses_its_turn_or_sends_what_cannot_be_used_is_stood_in_for_by_the_next_that_is_there()
    {
        float[] result = new float[2];
        MergeOutcome outcome = RelayMerge.Run(
            Request([Silo("a", [1, 1]), Silo("c", [float.NaN, 0]), Silo("d", [2, 2])], "sequential") with { Turns = ["b", "c", "d", "a"] }, result);

        Assert.Equal("d", outcome.Taken);
        Assert.Equal([102, 202], result);
        Assert.Equal("c", Assert.Single(outcome.Refused).Silo);
    }

    [Fact]
    public void What_is_merged_is_taken_from_nobody() =>
        Assert.Null(RelayMerge.Run(Request([Silo("a", [1, 2]), Silo("b", [3, 4])]) with { Turns = ["b", "a"] }, new float[2]).Taken);

    private static MergeRequest Request(SiloUpdate[] updates, string rule = "mean") =>
        new(updates, new float[] { 100, 200 }, Layout, rule, Byzantine: null, Threads: 2);

    private static SiloUpdate Silo(string id, float[] delta, long steps = 10) => new(id, delta, Records: 50, steps);
}
