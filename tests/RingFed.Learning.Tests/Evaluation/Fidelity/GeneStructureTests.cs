using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Tests.Evaluation.Fidelity;

public sealed class GeneStructureTests
{
    private static double[] Carriers(int carriers, int of) => [.. Enumerable.Range(0, of).Select(i => i < carriers ? 1.0 : 0.0)];

    [Fact]
    public void Frequencies_match_by_one_minus_the_mean_relative_difference()
    {
        // .4 against .2: 1 - .2/.6 = 2/3. .02 against .06: 1 - .04/.08 = 1/2. Only the second is rare.
        Cohort real = CohortOf.Nothing.Flags("A", Carriers(40, 100)).Flags("B", Carriers(2, 100)).Build();
        Cohort drawn = CohortOf.Nothing.Flags("A", Carriers(20, 100)).Flags("B", Carriers(6, 100)).Build();
        Assert.Equal((2.0 / 3 + .5) / 2, GeneFrequency.Of(real, drawn, [0, 1], rareOnly: false).Value!.Value, 1e-12);
        Assert.Equal(.5, GeneFrequency.Of(real, drawn, [0, 1], rareOnly: true).Value!.Value, 1e-12);
    }

    [Fact]
    public void Genes_that_nobody_carries_or_was_tested_for_are_left_out()
    {
        double[] untested = [.. Enumerable.Repeat(double.NaN, 4)];
        Cohort real = CohortOf.Nothing.Flags("A", 0, 0, 0, 0).Flags("B", untested).Build();
        Score score = GeneFrequency.Of(real, real, [0, 1], rareOnly: false);
        Assert.Null(score.Value);
        Assert.NotNull(score.Reason);
    }

    [Fact]
    public void The_slope_of_phi_is_one_for_the_same_rows_and_its_sign_is_kept()
    {
        Cohort real = CohortOf.Nothing.Flags("A", Carriers(20, 40)).Flags("B", Carriers(20, 40)).Build();
        Cohort turned = CohortOf.Nothing.Flags("A", Carriers(20, 40)).Flags("B", [.. Carriers(20, 40).Reverse()]).Build();
        Cohort constant = CohortOf.Nothing.Flags("A", Carriers(20, 40)).Flags("B", new double[40]).Build();
        Assert.Equal(1, PhiSlope.Of(real, real, [0, 1]).Value!.Value, 1e-12);
        Assert.Equal(-1, PhiSlope.Of(real, turned, [0, 1]).Value!.Value, 1e-12);
        Assert.Equal(0, PhiSlope.Of(real, constant, [0, 1]).Value!.Value, 1e-12);
    }

    [Fact]
    public void Signs_agree_where_phi_points_the_same_way_and_not_where_it_is_gone()
    {
        Assert.Equal(.5, SignAgreement.Of([(.5, .1), (-.4, -.9), (.3, 0), (.3, -.1)]).Value);
        Assert.Equal(GenePairs.NoneReason, SignAgreement.Of([]).Reason);
    }

    [Fact]
    public void Burdens_are_compared_by_their_distribution_among_those_tested()
    {
        // Mutated genes a patient: 0, 1, 2 against 1, 1 and one untested: half of |1/3| + |1/3 - 1| + |1/3|.
        Cohort real = CohortOf.Nothing.Flags("A", 0, 1, 1).Flags("B", 0, 0, 1).Build();
        Cohort drawn = CohortOf.Nothing.Flags("A", 0, 1, double.NaN).Flags("B", 1, 0, double.NaN).Build();
        Assert.Equal(1.0 / 3, MutationBurden.Of(real, drawn, [0, 1]).Value!.Value, 1e-12);
        Assert.NotNull(MutationBurden.Of(real, drawn.Take([2]), [0, 1]).Reason);
    }

    [Fact]
    public void Phi_of_a_two_by_two_table_is_the_textbook_value()
    {
        // n11 = 30, n10 = 10, n01 = 20, n00 = 40: (30*40 - 10*20) / sqrt(40*60*50*50).
        double[] a = [.. Carriers(40, 100)];
        double[] b = [.. Enumerable.Range(0, 100).Select(i => i is < 30 or >= 40 and < 60 ? 1.0 : 0.0)];
        Assert.Equal(1000 / Math.Sqrt(40.0 * 60 * 50 * 50), PearsonCorrelation.Of(a, b).Value!.Value, 1e-12);
    }

    [Fact]
    public void Pairs_that_could_be_chance_give_no_slope()
    {
        Cohort real = CohortOf.Nothing.Flags("A", 0, 1, 0, 1).Flags("B", 0, 1, 0, 1).Build();
        Assert.NotNull(PhiSlope.Of(real, real, [0, 1]).Reason);
    }

    [Fact]
    public void An_event_flag_a_number_and_a_flag_of_another_group_are_no_genes()
    {
        CohortSchema schema = SchemaFile.Parse(
            """
            name: a
            origin: public
            columns:
              - { name: smoker, kind: binary }
              - { name: burden, kind: integer, range: [0, 100], group: genes }
              - { name: TP53, kind: binary, group: genes }
              - { name: os, kind: endpoint, time: t, event: d, range: [0.01, 20], decimals: 2, group: genes }
            """,
            "a");
        Assert.Equal([2], GenePanel.Columns(schema, null));
        Assert.Equal([0, 2], GenePanel.Columns(schema, ["smoker", "TP53"]));
        Assert.Empty(GenePanel.Columns(schema, []));
    }

    [Fact]
    public void Genes_are_the_binary_columns_of_their_group_unless_named()
    {
        CohortSchema schema = ToyPatients.Draw(5, 1).Schema;
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], GenePanel.Columns(schema, null));
        Assert.Equal([5], GenePanel.Columns(schema, ["GENE1"]));
        Assert.Throws<ArgumentException>(() => GenePanel.Columns(schema, ["age"]));
    }

    [Fact]
    public void Missingness_is_compared_where_either_cohort_misses_values()
    {
        Cohort a = CohortOf.Nothing.Numbers("x", 1, double.NaN, 3, double.NaN).Numbers("y", 1, 2, 3, 4).Build();
        Cohort b = CohortOf.Nothing.Numbers("x", 1, 2, 3, double.NaN).Numbers("y", 1, 2, 3, 4).Build();
        Assert.Equal(.75, MissingnessMatch.Of(a, b).Value!.Value, 1e-12);
        Assert.NotNull(MissingnessMatch.Of(a.Take([0, 2]), b.Take([0, 1])).Reason);
    }
}
