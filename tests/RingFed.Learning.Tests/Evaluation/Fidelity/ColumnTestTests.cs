using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Tests.Evaluation.Fidelity;

public sealed class ColumnTestTests
{
    // ks.test(exact = FALSE) of R 4.2.
    [Fact]
    public void Numbers_are_tested_as_by_R()
    {
        ColumnTest test = ColumnTest.Of(
            CohortOf.Nothing.Numbers("x", 1.2, 3.4, 2.2, 5.1, .3, 2.2, 4.4, 3.9).Build(),
            CohortOf.Nothing.Numbers("x", 2.5, 4.1, 6.2, 3.3, 5.5, 7.1, 2.2, 6.6, 5.9, 4.8).Build())[0];
        Assert.Equal(.5, test.Statistic, 1e-12);
        Assert.Equal(.216460224947, test.P, 1e-9);
    }

    // chisq.test(correct = FALSE) of R 4.2 on 30, 20, 10 against 25, 40, 5.
    [Fact]
    public void Categories_are_tested_as_by_R()
    {
        ColumnTest test = ColumnTest.Of(Counts(30, 20, 10, 0), Counts(25, 40, 5, 0))[0];
        Assert.Equal(8.06637806638, test.Statistic, 1e-9);
        Assert.Equal(.0177177373114, test.P, 1e-9);
    }

    [Fact]
    public void Rare_categories_are_pooled_and_a_missing_value_is_one()
    {
        // The two rare ones together make the third level of the test above.
        Assert.Equal(8.06637806638, ColumnTest.Of(Counts(30, 20, 4, 6), Counts(25, 40, 2, 3))[0].Statistic, 1e-9);
        Cohort missing = CohortOf.Nothing.Categories("c", ["a"], double.NaN, double.NaN, 0, 0).Build();
        Assert.Equal(1, ColumnTest.Of(missing, missing)[0].P);
    }

    // p.adjust(method = "holm") of R 4.2.
    [Fact]
    public void Corrected_values_are_those_of_R()
    {
        Assert.Equal([.04, .09, .09, .025, .5], HolmCorrection.Of([.01, .04, .03, .005, .5]).Select(p => Math.Round(p, 12)));
        Assert.Empty(HolmCorrection.Of([]));
    }

    [Fact]
    public void A_shifted_column_differs_and_fresh_ones_do_not()
    {
        Cohort real = ToyPatients.Draw(500, 1);
        Cohort fresh = ToyPatients.Draw(500, 2);
        double[][] columns = [.. Enumerable.Range(0, fresh.Schema.Columns.Count).Select(c => fresh.Column(c).ToArray())];
        columns[0] = [.. columns[0].Select(age => age + 4)];
        Assert.Equal("age", Assert.Single(ColumnTest.Of(real, new Cohort(fresh.Schema, columns)), test => test.HolmP < ColumnTest.Level).Column);
        Assert.DoesNotContain(ColumnTest.Of(real, fresh), test => test.HolmP < ColumnTest.Level);
        Assert.Empty(ColumnTest.Of(real, fresh.Take([])));
    }

    private static Cohort Counts(params int[] counts) => CohortOf.Nothing.Categories(
        "c", ["a", "b", "c", "d"], [.. counts.SelectMany((count, category) => Enumerable.Repeat((double)category, count))]).Build();
}
