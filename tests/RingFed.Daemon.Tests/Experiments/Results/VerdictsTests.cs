using System.Xml.Linq;
using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Plots;
using RingFed.Daemon.Experiments.Results;
using RingFed.Daemon.Tests.Experiments.Files;
using RingFed.Learning.Evaluation;

namespace RingFed.Daemon.Tests.Experiments.Results;

public sealed class VerdictsTests
{
    private static readonly ExperimentPlan _plan = ExperimentFileTests.Load("""
        experiment: small
        cohort: { simulate: mds, sizes: [40, 30] }
        split: { repeats: 3 }
        judging: { silos: joint }
        models:
          - model: ctgan
        strategies:
          - kind: isolated
          - kind: relay
          - kind: pooled
        """).Require();

    private static readonly SiloSize[] _silos = [new("large", 40), new("small", 30)];

    [Theory]
    [InlineData(.60, true, .10)]
    [InlineData(.75, false, -.05)]
    public void Detection_is_held_against_its_limit(double detection, bool isMet, double by)
    {
        TargetVerdict verdict = Of("detection at most 0.70", Metric("detection", MetricDirection.LowerIsBetter, detection));

        Assert.Equal((isMet, true), (verdict.IsMet, verdict.IsDecided));
        Assert.Equal(by, verdict.By!.Value, 12);
        Assert.Equal(
            isMet ? "detection at most 0.70: met by 0.100 (joint, detection 0.600 [0.600, 0.600])" : "detection at most 0.70: MISSED by 0.050 (joint, detection 0.750 [0.750, 0.750])",
            VerdictText.Line(verdict));
    }

    [Theory]
    [InlineData("geneFrequency", .91, true, .01)]
    [InlineData("rareGeneFrequency", .88, false, -.02)]
    [InlineData("phiSlope", .80, true, .035)]
    [InlineData("phiSlope", .70, false, -.065)]
    public void What_is_measured_by_the_hold_out_is_paired_with_it(string metric, double value, bool isMet, double by)
    {
        // The hold-out's is .9; of the slope .85 of it is enough.
        TargetVerdict verdict = Verdicts(Metric(metric, MetricDirection.HigherIsBetter, value)).First(one => one.Metric == metric && one.Scope == JudgedScope.Joint);

        Assert.Equal(isMet, verdict.IsMet);
        Assert.Equal(by, verdict.By!.Value, 12);
    }

    [Theory]
    [InlineData(.88, true, true)]
    [InlineData(.80, false, true)]
    public void C_must_be_within_its_margin_with_the_whole_interval(double value, bool isMet, bool isDecided)
    {
        TargetVerdict verdict = Of("C trained on synthetic rows within 0.03 of trained on real ones", Metric("cIndex.os", MetricDirection.HigherIsBetter, value));

        Assert.Equal((isMet, isDecided), (verdict.IsMet, verdict.IsDecided));
    }

    [Fact]
    public void An_interval_over_both_sides_of_a_margin_misses_it_undecided()
    {
        double[] splits = [.86, .90, .94];
        TargetVerdict verdict = Verdicts((cell, _) => Metric("cIndex.os", MetricDirection.HigherIsBetter, splits[cell.Split])).First(one => one.Target.StartsWith("C trained", StringComparison.Ordinal));

        Assert.Equal((false, false), (verdict.IsMet, verdict.IsDecided));
        Assert.Contains("undecided", VerdictText.Line(verdict), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ring_is_held_against_pooled_and_the_smallest_silo_against_isolated()
    {
        TargetVerdict[] verdicts = Verdicts((cell, scope) => Metric("detection", MetricDirection.LowerIsBetter, cell.Strategy.Kind switch
        {
            StrategyKind.Isolated => scope == "large" ? .60 : .80,
            StrategyKind.Pooled => .64,
            _ => .65,
        }));

        TargetVerdict pooled = verdicts.Single(one => one.Target == "ring minus pooled within 0.02");
        Assert.Equal((true, .01), (pooled.IsMet, Math.Round(pooled.By!.Value, 12)));
        TargetVerdict smallest = verdicts.Single(one => one.Target == "smallest silo better than isolated, judged on the patients of all");
        Assert.Equal(("small", true, .15), (smallest.Scope, smallest.IsMet, Math.Round(smallest.By!.Value, 12)));
        TargetVerdict other = verdicts.Single(one => one.Target.StartsWith("other silos", StringComparison.Ordinal));
        Assert.Equal(("large", false), (other.Scope, other.IsMet));
        Assert.All(verdicts, verdict => Assert.Equal("relay", verdict.Strategy));
    }

    [Fact]
    public void Copying_is_a_target_that_is_missed_and_takes_the_arm_out_of_the_best()
    {
        FinishedCell[] cells = Cells((_, _) => Metric("detection", MetricDirection.LowerIsBetter, .5), copies: StrategyKind.Relay);

        ExperimentTable table = ExperimentTable.Of(_plan, cells, silos: _silos);

        Assert.False(table.Verdicts.Single(verdict => verdict.Metric == "copying").IsMet);
        Assert.Equal("isolated", Assert.Single(table.Best).Strategy);
        Assert.Contains("not COPYING, in any cell: MISSED", TableText.Of(table), StringComparison.Ordinal);
    }

    [Fact]
    public void What_copies_patients_meets_no_target_and_ranks_behind_what_does_not()
    {
        FinishedCell[] cells = Cells((_, _) => Metric("detection", MetricDirection.LowerIsBetter, .5), copies: StrategyKind.Relay);

        ExperimentTable table = ExperimentTable.Of(_plan, cells, silos: _silos);

        Assert.Equal(5, table.Verdicts.Count);
        Assert.All(table.Verdicts, verdict => Assert.False(verdict.IsMet));
        Assert.Equal(4, table.Verdicts.Count(verdict => verdict.NotJudged == "COPYING"));
        Assert.Contains("detection at most 0.70: not judged: COPYING (joint, detection 0.500 [0.500, 0.500])", TableText.Of(table), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("isolated", "smallest silo better than isolated, judged on the patients of all")]
    [InlineData("pooled", "ring minus pooled within 0.02")]
    public void A_baseline_that_copies_patients_judges_nothing(string baseline, string target)
    {
        FinishedCell[] cells = Cells((_, _) => Metric("detection", MetricDirection.LowerIsBetter, .5), copies: Enum.Parse<StrategyKind>(baseline, ignoreCase: true));

        TargetVerdict[] verdicts = [.. ExperimentTable.Of(_plan, cells, silos: _silos).Verdicts];

        Assert.Equal("COPYING", verdicts.Single(verdict => verdict.Target == target).NotJudged);
        Assert.True(verdicts.Single(verdict => verdict.Metric == "copying").IsMet);
        Assert.True(verdicts.Single(verdict => verdict.Target == "detection at most 0.70").IsMet);
    }

    [Fact]
    public void Not_copying_is_met_only_where_every_cell_has_a_mark()
    {
        FinishedCell[] cells = Cells((_, _) => Metric("detection", MetricDirection.LowerIsBetter, .5), copies: StrategyKind.Isolated);
        cells = [.. cells.Select(cell => cell.Plan.Split > 0 ? cell : cell with { Result = cell.Result with { Scopes = [.. cell.Result.Scopes.Select(scope => scope with { Copying = null })] } })];

        TargetVerdict verdict = ExperimentTable.Of(_plan, cells, silos: _silos).Verdicts.Single(one => one.Metric == "copying");

        Assert.Equal((false, false, "not known in all cells"), (verdict.IsMet, verdict.IsMissed, verdict.NotJudged));
    }

    [Fact]
    public void A_tie_with_the_isolated_model_is_no_gain_of_the_smallest_silo()
    {
        TargetVerdict smallest = Verdicts(Metric("detection", MetricDirection.LowerIsBetter, .6)).Single(one => one.Target.StartsWith("smallest silo", StringComparison.Ordinal));

        Assert.Equal((false, true, 0), (smallest.IsMet, smallest.IsDecided, smallest.By!.Value));
    }

    [Fact]
    public void AMP_is_the_share_of_the_pooled_arms_quality_that_is_lost()
    {
        // Floor .1 and ceiling .9: pooled .7 is .75 of the way, the ring's .5 is .5: a third of .75 is lost.
        ExperimentTable table = ExperimentTable.Of(_plan, Cells((cell, _) => Metric("csf", MetricDirection.HigherIsBetter, cell.Strategy.Kind == StrategyKind.Pooled ? .7 : .5)));

        PooledLoss loss = table.Losses.Single(one => one.Strategy == "relay");
        Assert.Equal(1.0 / 3, loss.Share.Mean, 12);
        Assert.Equal(1.0 / 3, loss.Share.Low!.Value, 12);
        Assert.Contains("## AMP", TableText.Of(table), StringComparison.Ordinal);
    }

    [Fact]
    public void Rounds_become_a_curve_and_the_fifth_is_held_against_the_last()
    {
        FinishedCell[] cells = [.. Cells((_, _) => Metric("m", MetricDirection.HigherIsBetter, .5)).Select(cell => cell.Plan.Strategy.Kind != StrategyKind.Relay ? cell : cell with
        {
            Result = cell.Result with { ByRound = [new(1, "csf", .2), new(5, "csf", .76), new(25, "csf", .8)] },
        })];

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        Assert.Equal([1, 5, 25], Assert.Single(table.Curves).Points.Select(point => point.Round));
        TargetVerdict early = table.Verdicts.Single(verdict => verdict.Metric == "csf");
        Assert.Equal((true, 0), (early.IsMet, Math.Round(early.By!.Value, 12)));
        Assert.Contains("| ctgan | relay    | csf    | 0.200 [0.200, 0.200] | 0.760", TableText.Of(table), StringComparison.Ordinal);
        string svg = ExperimentPlots.Of(table, cells).Single(plot => plot.File == "by-round-csf.svg").Svg;
        Assert.Single(XDocument.Parse(svg).Descendants(XName.Get("polyline", "http://www.w3.org/2000/svg")));
    }

    [Fact]
    public void Verdicts_are_in_the_JSON_and_hold_numbers_alone()
    {
        string json = ExperimentFiles.JsonOf(ExperimentTable.Of(_plan, Cells((_, _) => Metric("detection", MetricDirection.LowerIsBetter, .6)), silos: _silos));

        Assert.Contains("\"target\": \"detection at most 0.70\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", json, StringComparison.Ordinal);
    }

    private static TargetVerdict Of(string target, MeasuredMetric metric) => Verdicts(metric).Single(one => one.Target == target);

    private static TargetVerdict[] Verdicts(MeasuredMetric metric) => Verdicts((_, _) => metric);

    private static TargetVerdict[] Verdicts(Func<CellPlan, string, MeasuredMetric> metric) => [.. ExperimentTable.Of(_plan, Cells(metric), silos: _silos).Verdicts];

    private static MeasuredMetric Metric(string name, MetricDirection direction, double value) => new(name, name, direction, 1, value, .1, .9, null);

    private static FinishedCell[] Cells(Func<CellPlan, string, MeasuredMetric> metric, StrategyKind? copies = null) => [.. _plan.Cells().Select(cell => new FinishedCell(
        cell,
        new CellResult(
            null, 1, 1,
            [.. new[] { JudgedScope.Joint, "large", "small" }.Select(scope => new JudgedScope(scope, 10, 5, copies is null ? null : cell.Strategy.Kind == copies, [metric(cell, scope)]))],
            [], 1, null, null, null, [])))];
}
