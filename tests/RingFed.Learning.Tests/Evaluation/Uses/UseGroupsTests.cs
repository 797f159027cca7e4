using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation.Uses;

public sealed class UseGroupsTests
{
    private static readonly Cohort Train = ToyPatients.Draw(420, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(180, 2);
    private static readonly EvaluationOptions Options = new() { Seed = 5, Threads = 2, Groups = ["uses"], SmallestSilo = Train.Take([.. Enumerable.Range(0, 40)]) };

    [Fact]
    public void Faithful_patients_serve_as_controls_tell_the_effects_and_help_the_smallest_silo()
    {
        EvaluationReport report = Evaluate(ToyPatients.Draw(600, 3), Options);
        Assert.Equal(
            ["controlCoverage.os", "controlBias.os", "hazardCorrelation.os", "hazardSigns.os", "optimism.os", "augmentationGain.os"],
            report.Metrics.Select(result => result.Metric.Name));
        Assert.InRange(report.Find("controlCoverage.os")!.Synthetic.Value!.Value, .8, 1);
        Assert.InRange(report.Find("controlBias.os")!.Synthetic.Value!.Value, -.2, .2);
        Assert.InRange(report.Find("hazardCorrelation.os")!.Synthetic.Value!.Value, .6, 1);
        Assert.InRange(report.Find("hazardCorrelation.os")!.Floor.Value!.Value, -.6, .6);
        Assert.InRange(report.Find("optimism.os")!.Synthetic.Value!.Value, -.1, .1);
        MetricResult gain = report.Find("augmentationGain.os")!;
        Assert.True(gain.Synthetic.Value > 0 && gain.Synthetic.Value > gain.Floor.Value, gain.Synthetic.ToString());
        Assert.InRange(gain.Synthetic.Value!.Value, gain.Synthetic.Low!.Value, gain.Synthetic.High!.Value);
        Assert.Contains("40 patients", gain.Synthetic.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Controls_who_live_too_long_are_found_by_ratio_and_curve()
    {
        Cohort drawn = ToyPatients.Draw(600, 3);
        double[][] columns = [.. Enumerable.Range(0, drawn.Schema.Columns.Count).Select(column => drawn.Column(column).ToArray())];
        int time = drawn.Schema.Endpoints[0].TimeColumn;
        columns[time] = [.. columns[time].Select(value => 3 * value)];
        EvaluationReport report = Evaluate(new Cohort(drawn.Schema, columns), Options);
        Assert.InRange(report.Find("controlCoverage.os")!.Synthetic.Value!.Value, 0, .3);
        Assert.InRange(report.Find("controlBias.os")!.Synthetic.Value!.Value, .5, 3);
        Assert.InRange(report.Find("optimism.os")!.Synthetic.Value!.Value, .1, 1);
    }

    [Fact]
    public void Nobody_is_asked_unless_they_are_named_and_a_part_can_be_named_alone()
    {
        Cohort drawn = ToyPatients.Draw(100, 3);
        Assert.DoesNotContain(Evaluate(drawn, Options with { Groups = ["survival"] }).Metrics, result => result.Metric.Name.StartsWith("control", StringComparison.Ordinal));
        Assert.DoesNotContain(Evaluate(drawn, Options with { Groups = null }).Metrics, result => result.Metric.Name.StartsWith("control", StringComparison.Ordinal));
        Assert.Equal(["uses.effects.os"], Evaluate(drawn, Options with { Groups = ["uses.effects"] }).Timings.Select(timing => timing.Group));
        Assert.DoesNotContain(Evaluate(drawn, Options with { SmallestSilo = null }).Metrics, result => result.Metric.Name.StartsWith("augmentation", StringComparison.Ordinal));
        GroupNames names = GroupNames.Of(Train, Holdout, Options with { Groups = ["uses.effects", "use", "survival", "shape"] });
        Assert.Equal(["shape", "survival.os", "uses.effects.os"], names.Named);
        Assert.Equal(["use"], names.Unknown);
        Assert.Null(GroupNames.Of(Train, Holdout, Options with { Groups = null }).Named);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    public void Few_patients_give_reasons_and_never_NaN(int rows)
    {
        foreach (EvaluationReport report in new[] { Evaluate(ToyPatients.Draw(rows, 3), Options), Evaluate(ToyPatients.Draw(50, 3), Options, ToyPatients.Draw(rows, 4)) })
        {
            Assert.All(report.Metrics.SelectMany(result => new[] { result.Synthetic, result.Floor, result.Ceiling }), score =>
                Assert.True(score.Value is null ? score.Reason is not null : double.IsFinite(score.Value.Value) && double.IsFinite(score.Low ?? 0) && double.IsFinite(score.High ?? 0), score.ToString()));
        }
    }

    private static EvaluationReport Evaluate(Cohort synthetic, EvaluationOptions options, Cohort? holdout = null) =>
        new Evaluator(TimeProvider.System).Evaluate(
            Train, holdout ?? Holdout, synthetic, options with { Groups = GroupNames.Of(Train, holdout ?? Holdout, options).Named }, TestContext.Current.CancellationToken);
}
