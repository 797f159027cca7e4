using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class AggregationRulesTests
{
    [Theory]
    [InlineData(1, "mean", null, "withstands no faulty silo")]
    [InlineData(2, "mean", null, "withstands no faulty silo")]
    [InlineData(3, "geometric-median", null, "fault-tolerant, not Byzantine-robust")]
    [InlineData(4, "geometric-median", null, "fault-tolerant, not Byzantine-robust")]
    [InlineData(5, "nnm+trimmed-mean", 1, "robust to any 1 of 5 silos")]
    [InlineData(8, "nnm+trimmed-mean", 1, "robust to any 1 of 8 silos")]
    [InlineData(9, "nnm+trimmed-mean", 2, "robust to any 2 of 9 silos")]
    public void Auto_chooses_by_the_number_of_silos_and_says_what_it_withstands(int silos, string name, int? f, string label)
    {
        AggregationRule rule = AggregationRules.Resolve("auto", silos, null);

        Assert.Equal(name, rule.Name);
        Assert.Equal(f, rule.F);
        Assert.Contains(label, rule.Label, StringComparison.Ordinal);
        Assert.StartsWith(name, rule.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_listed_name_resolves()
    {
        Assert.All(AggregationRules.Names, name => Assert.NotEmpty(AggregationRules.Resolve(name, 21, 2).Label));
    }

    [Theory]
    [InlineData("average")]
    [InlineData("nnm+average")]
    [InlineData("nnm+bucketing+mean")]
    [InlineData("bucketing")]
    [InlineData("nnm+")]
    [InlineData("Mean")]
    [InlineData("")]
    public void An_unknown_name_is_refused_with_the_known_ones(string name)
    {
        AggregationException refusal = Refusal(name, 5, null);

        Assert.Equal(AggregationFault.UnknownRule, refusal.Fault);
        Assert.All(
            AggregationRules.Names.Where(known => !known.Contains('+', StringComparison.Ordinal)).Append("nnm+").Append("bucketing+"),
            known => Assert.Contains(known, refusal.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nnm+weighted-mean")]
    [InlineData("bucketing+distribution-aware-mean")]
    public void Averaging_first_is_refused_where_records_belong_to_single_updates(string name)
    {
        AggregationException refusal = Refusal(name, 5, null);

        Assert.Equal(AggregationFault.UnknownRule, refusal.Fault);
        Assert.Contains($"write {name[(name.IndexOf('+', StringComparison.Ordinal) + 1)..]}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trimmed-mean", 4, 2)]
    [InlineData("nnm+trimmed-mean", 6, 3)]
    [InlineData("nnm+median", 2, 1)]
    public void Too_few_silos_for_f_are_refused_with_the_number_needed(string name, int silos, int f)
    {
        AggregationException refusal = Refusal(name, silos, f);

        Assert.Equal(AggregationFault.TooFewSilos, refusal.Fault);
        Assert.Contains($"at least {(2 * f) + 1}", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The fewest that the proofs ask for.</summary>
    [Theory]
    [InlineData("trimmed-mean", 2, 5)]
    [InlineData("meamed", 2, 5)]
    [InlineData("krum", 2, 7)]
    [InlineData("multi-krum", 2, 7)]
    [InlineData("bulyan", 2, 11)]
    [InlineData("cge", 2, 5)]
    [InlineData("mda", 2, 5)]
    [InlineData("nnm+krum", 2, 7)]
    [InlineData("nnm+median", 2, 5)]
    public void Each_rule_takes_its_fewest_silos_and_not_one_less(string name, int f, int silos)
    {
        Assert.Equal(silos, AggregationRules.SilosMin(name, f));
        Assert.Null(AggregationRules.WhyUnfit(name, silos, f));
        Assert.Equal(Refusal(name, silos - 1, f).Message, AggregationRules.WhyUnfit(name, silos - 1, f));
    }

    [Fact]
    public void Where_no_f_fits_another_rule_is_named() =>
        Assert.Contains("write rule: auto", Refusal("krum", 2, null).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("krum")]
    [InlineData("multi-krum")]
    [InlineData("meamed")]
    [InlineData("mda")]
    [InlineData("bulyan")]
    [InlineData("nnm+multi-krum")]
    [InlineData("bucketing+trimmed-mean")]
    [InlineData("bucketing+geometric-median")]
    public void A_rule_whose_error_the_honest_spread_bounds_is_called_robust(string name)
    {
        Assert.True(AggregationRules.Resolve(name, 11, 2).IsByzantineRobust);
        Assert.Contains("robust to any 2 of 11", AggregationRules.Resolve(name, 11, 2).Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void An_f_outside_the_roster_is_refused(int f) =>
        Assert.Equal(AggregationFault.FaultyCountOutOfRange, Refusal("mean", 5, f).Fault);

    [Theory]
    [InlineData(0)]
    [InlineData(AggregationRules.SilosMax + 1)]
    public void A_number_of_silos_beyond_the_cap_is_refused(int silos) =>
        Assert.Equal(AggregationFault.TooFewSilos, Refusal("mean", silos, null).Fault);

    [Fact]
    public void Two_f_plus_one_updates_are_merged_but_labelled_not_robust()
    {
        Assert.Contains("not robust", AggregationRules.Resolve("nnm+trimmed-mean", 5, 2).Label, StringComparison.Ordinal);
        Assert.Contains("robust to any 2", AggregationRules.Resolve("nnm+trimmed-mean", 7, 2).Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trimmed-mean", 4)]
    [InlineData("nnm+trimmed-mean", 3)]
    public void A_robust_rule_with_f_of_0_is_not_called_robust(string name, int silos) =>
        Assert.Contains("not Byzantine-robust", AggregationRules.Resolve(name, silos, null).Label, StringComparison.Ordinal);

    [Fact]
    public void Mixing_before_a_plain_mean_is_not_called_robust() =>
        Assert.Contains("not Byzantine-robust", AggregationRules.Resolve("nnm+mean", 7, 2).Label, StringComparison.Ordinal);

    [Fact]
    public void Inputs_that_do_not_fit_the_rule_are_refused_before_anything_is_written()
    {
        AggregationRule rule = AggregationRules.Resolve("mean", 2, null);
        AggregationInput fits = Updates.Input([[1, 2], [3, 4]]);
        AggregationInput[] misfits =
        [
            Updates.Input([[1, 2], [3, 4], [5, 6]]),
            fits with { Updates = [new float[] { 1, 2 }, new float[] { 3 }] },
            fits with { Weights = [1] },
            fits with { Weights = [1, double.NaN] },
            fits with { Weights = [1, 0] },
            fits with { Threads = 0 },
        ];
        float[] result = [7, 7];

        Assert.All(misfits, misfit => Assert.Equal(
            AggregationFault.InputShape, Assert.Throws<AggregationException>(() => rule.Aggregate(misfit, result)).Fault));
        Assert.Throws<AggregationException>(() => rule.Aggregate(fits, new float[3]));
        Assert.Equal([7, 7], result);
    }

    private static AggregationException Refusal(string name, int silos, int? f) =>
        Assert.Throws<AggregationException>(() => AggregationRules.Resolve(name, silos, f));
}
