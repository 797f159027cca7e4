using System.Text.Json;
using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly Cohort Train = ToyPatients.Draw(420, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(180, 2);
    private static readonly Cohort Synthetic = ToyPatients.Draw(600, 3);
    private static readonly EvaluationOptions Options = new() { Seed = 5, Threads = 2 };

    private static EvaluationReport Evaluate(Cohort train, Cohort holdout, Cohort synthetic, EvaluationOptions? options = null) =>
        new Evaluator(TimeProvider.System).Evaluate(train, holdout, synthetic, options ?? Options, TestContext.Current.CancellationToken);

    [Fact]
    public void Fresh_patients_score_near_the_ceiling_and_far_from_the_floor()
    {
        EvaluationReport report = Evaluate(Train, Holdout, Synthetic);
        Assert.Equal(37, report.Metrics.Count);
        Assert.StartsWith("the training patients form fewer than two", report.Find("clusterLabels")!.Synthetic.Reason);
        Assert.All(report.Metrics.Where(result => result.Metric.Name != "clusterLabels"), result => Assert.True(result is { Synthetic.Value: not null, Floor.Value: not null, Ceiling.Value: not null }, result.Metric.Name));
        Assert.InRange(report.Find("detection")!.Quality!.Value, .6, 1);
        Assert.InRange(report.Find("cIndex.os")!.Quality!.Value, .6, 1);
        Assert.InRange(report.Find("phiSlope")!.Floor.Value!.Value, -.35, .35);
        Assert.InRange(report.Find("shape")!.Floor.Value!.Value, .9, 1);
        Assert.False(report.Copying);
        Assert.Equal(180, report.ComparedRows);
        Assert.Equal(Train.Schema.Columns.Count, report.Columns.Count);
    }

    [Fact]
    public void A_generator_that_hands_out_training_patients_is_marked_copying_in_report_and_table()
    {
        EvaluationReport report = Evaluate(Train, Holdout, Cohort.Concatenate([Train, Train]));
        Assert.True(report.Copying);
        Assert.All(report.Metrics, result => Assert.Null(result.Quality));
        Assert.Contains(ReportTable.Rows(report), row => row[^1].StartsWith("COPYING", StringComparison.Ordinal));
    }

    [Fact]
    public void Training_patients_handed_out_from_a_large_part_are_found_by_the_attack_where_the_share_is_blind()
    {
        Cohort large = ToyPatients.Draw(900, 1);
        EvaluationReport report = Evaluate(large, ToyPatients.Draw(100, 2), large, Options with { Groups = ["dcr", "membership"] });
        MetricResult share = report.Find("dcrShare")!;
        Assert.InRange(share.Synthetic.Value!.Value, 0, share.Floor.Value!.Value + .10);
        Assert.True(report.Copying);
    }

    [Fact]
    public void Groups_that_are_asked_for_score_as_in_the_whole_report_and_the_others_are_not_in_it()
    {
        EvaluationReport whole = Evaluate(Train, Holdout, Synthetic);
        EvaluationReport part = Evaluate(Train, Holdout, Synthetic, Options with { Groups = ["shape", "genes"] });
        Assert.Equal(["shape", "genes"], part.Timings.Select(timing => timing.Group));
        Assert.Equal(whole.Metrics.Where(result => part.Find(result.Metric.Name) is not null), part.Metrics);
        Assert.Null(part.Find("detection"));
        Assert.Null(part.Copying);
    }

    [Fact]
    public void Equal_seeds_give_equal_scores_whatever_the_threads()
    {
        EvaluationReport one = Evaluate(Train, Holdout, Synthetic, Options with { Threads = 1 });
        EvaluationReport three = Evaluate(Train, Holdout, Synthetic, Options with { Threads = 3 });
        Assert.Equal(one.Metrics, three.Metrics);
        Assert.Equal(one.Columns, three.Columns);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(0, 30)]
    [InlineData(12, 12)]
    public void Tiny_cohorts_give_reasons_and_never_NaN(int holdout, int synthetic)
    {
        AssertSound(Evaluate(Train.Take([0, 1, 2]), ToyPatients.Draw(holdout, 8), ToyPatients.Draw(synthetic, 9)));
    }

    [Fact]
    public void Constant_and_missing_columns_give_reasons_and_never_NaN()
    {
        double[] missing = [.. Enumerable.Repeat(double.NaN, 100)];
        Cohort dull = CohortOf.Nothing
            .Numbers("constant", new double[100]).Numbers("missing", missing).Gene("gene", missing)
            .Categories("k", ["u", "v"], missing).Endpoint("os", missing, missing).Endpoint("pfs", new double[100], new double[100]).Build();
        EvaluationReport report = Evaluate(dull, dull, dull);
        AssertSound(report);
        Assert.Null(report.Find("cIndex.os")!.Synthetic.Value);
        Assert.Equal(.5, report.Find("detection")!.Synthetic.Value);
        Assert.Equal(1, report.Find("shape")!.Synthetic.Value);
    }

    [Fact]
    public void A_schema_without_genes_gets_no_gene_metrics_unless_columns_are_named()
    {
        double[] flags = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1.0 : 0)];
        Cohort clinical = CohortOf.Nothing.Flags("smoker", flags).Numbers("age", [.. flags.Select((flag, i) => i + flag)]).Build();

        Assert.DoesNotContain("genes", Evaluate(clinical, clinical, clinical).Timings.Select(timing => timing.Group));
        Assert.Null(Evaluate(clinical, clinical, clinical).Find("phiSlope"));
        Assert.Equal(1, Evaluate(clinical, clinical, clinical, Options with { Genes = ["smoker"] }).Find("geneFrequency")!.Synthetic.Value);
    }

    [Fact]
    public void Different_columns_no_training_rows_and_no_threads_are_refused()
    {
        Cohort other = CohortOf.Nothing.Numbers("x", 1).Build();
        Assert.Throws<ArgumentException>(() => Evaluate(Train, Holdout, other));
        Assert.Throws<ArgumentException>(() => Evaluate(Train.Take([]), Holdout, Synthetic));
        Assert.Throws<ArgumentException>(() => Evaluate(Train, Holdout, Synthetic, Options with { Threads = 0 }));
    }

    [Fact]
    public void A_report_survives_json()
    {
        EvaluationReport report = Evaluate(Train.Take([.. Enumerable.Range(0, 60)]), Holdout.Take([.. Enumerable.Range(0, 40)]), Synthetic.Take([.. Enumerable.Range(0, 100)]));
        string json = JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport);
        EvaluationReport back = JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationReport)!;
        Assert.Equal(report.Metrics, back.Metrics);
        Assert.Equal(report.Copying, back.Copying);
        Assert.Contains("\"direction\": \"LowerIsBetter\"", json);
        Assert.Contains("\"name\": \"detection\"", json);
    }

    [Fact]
    public void The_table_has_a_line_for_every_metric_and_aligned_columns()
    {
        EvaluationReport report = Evaluate(Train, Holdout, Synthetic);
        Assert.All(ReportTable.Rows(report), row => Assert.Equal(ReportTable.Header.Count, row.Count));
        IReadOnlyList<string> lines = ReportTable.Lines(report);
        Assert.Equal(report.Metrics.Count + 2, lines.Count);
        int column = lines[0].IndexOf("floor", StringComparison.Ordinal);
        Assert.All(lines.Take(report.Metrics.Count + 1), line => Assert.Equal(' ', line[column - 1]));
    }

    private static void AssertSound(EvaluationReport report)
    {
        foreach (Score score in report.Metrics.SelectMany(m => new[] { m.Synthetic, m.Floor, m.Ceiling }))
        {
            Assert.True(score.Value is null ? score.Reason is not null : double.IsFinite(score.Value.Value) && score.Reason is null, score.ToString());
            Assert.True(double.IsFinite(score.Low ?? 0) && double.IsFinite(score.High ?? 0), score.ToString());
        }

        Assert.NotEmpty(JsonSerializer.Serialize(report, EvaluationJson.Default.EvaluationReport));
    }

    [Fact]
    public void Bounds_that_generators_share_leave_every_number_as_it_is()
    {
        EvaluationBounds bounds = new(Train, Holdout, Synthetic.Count, Options, TimeProvider.System);
        Cohort other = ToyPatients.Draw(600, 4);
        Evaluator evaluator = new(TimeProvider.System);

        EvaluationReport first = evaluator.Evaluate(bounds, Synthetic, ["genes"], TestContext.Current.CancellationToken);
        EvaluationReport second = evaluator.Evaluate(bounds, other, null, TestContext.Current.CancellationToken);

        Assert.Equal(Evaluate(Train, Holdout, Synthetic, Options with { Groups = ["genes"] }).Metrics, first.Metrics);
        EvaluationReport alone = Evaluate(Train, Holdout, other);
        Assert.Equal(alone.Metrics, second.Metrics);
        Assert.Equal(alone.Columns, second.Columns);
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate(bounds, ToyPatients.Draw(500, 4), null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_family_of_groups_is_asked_for_by_what_stands_before_the_dot() =>
        Assert.Equal(["survival.os"], Evaluate(Train, Holdout, Synthetic, Options with { Groups = ["survival"] }).Timings.Select(timing => timing.Group));
}
