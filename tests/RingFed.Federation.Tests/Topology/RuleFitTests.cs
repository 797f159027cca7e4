using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

/// <summary>A rule that some lawful round could not run is refused where it is written, not when that round comes.</summary>
public sealed class RuleFitTests
{
    [Theory]
    [InlineData(6, "krum", "merges 5 updates or more with byzantine: 1, but a round of 6 silos closes with 4", 7)]
    [InlineData(10, "bulyan", "merges 7 updates or more with byzantine: 1, but a round of 10 silos closes with 6", 11)]
    [InlineData(6, "bucketing+trimmed-mean", "merges 5 updates or more", 7)]
    public void A_rule_that_needs_more_updates_than_close_a_round_is_refused_with_the_roster_it_needs(
        int silos, string rule, string problem, int needed)
    {
        FileFault fault = Assert.Single(Read(silos, rule).Faults);

        Assert.Equal("aggregation.rule", fault.Field);
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
        Assert.Contains($"list at least {needed} silos", fault.Remedy, StringComparison.Ordinal);
        Assert.Empty(Read(needed, rule).Faults);
    }

    [Fact]
    public void A_search_that_takes_too_long_is_refused()
    {
        FileFault fault = Assert.Single(Read(40, "mda", byzantine: 10).Faults);

        Assert.Contains("may look at more than 500000000 distances", fault.Problem, StringComparison.Ordinal);
        Assert.Equal("write rule: auto", fault.Remedy);
    }

    [Fact]
    public void Every_rule_of_an_honest_majority_fits_every_roster_that_holds_its_liars()
    {
        foreach ((int silos, int f) in Enumerable.Range(3, 29).SelectMany(n => Quorum.Table(n).Select(quorum => (n, quorum.Byzantine))))
        {
            Assert.All(
                ["auto", "mean", "median", "trimmed-mean", "meamed", "geometric-median", "centred-clipping", "cge", "nnm+trimmed-mean"],
                rule => Assert.Empty(Read(silos, rule, f).Faults));
        }
    }

    private static Loaded<FederationTopology> Read(int silos, string rule, int byzantine = 1) => TopologyFile.Parse(
        Examples.Roster(silos) + $"byzantine: {byzantine}\naggregation: {{ rule: {rule} }}\n", "t.yaml");
}
