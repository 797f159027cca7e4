using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cells;
using RingFed.Daemon.Experiments.Judging;
using RingFed.Daemon.Experiments.Plots;
using RingFed.Daemon.Experiments.Results;
using RingFed.Daemon.Tests.Experiments.Files;
using RingFed.Learning.Evaluation;
using System.Xml.Linq;

namespace RingFed.Daemon.Tests.Experiments.Results;

public sealed class ExperimentTableTests
{
    private static readonly ExperimentPlan _plan = ExperimentFileTests.Load("""
        experiment: small
        cohort: { simulate: mds, sizes: [40, 30] }
        split: { repeats: 3 }
        models:
          - { model: ctgan, label: "a, <b>" }
        strategies:
          - kind: isolated
          - kind: relay
        """).Require();

    [Theory]
    [InlineData(MetricDirection.HigherIsBetter, "better")]
    [InlineData(MetricDirection.LowerIsBetter, "worse")]
    [InlineData(MetricDirection.CloserIsBetter, "better")]
    public void A_strategy_is_compared_with_isolated_by_the_metrics_own_direction(MetricDirection direction, string verdict)
    {
        // The relay is .1 above isolated in each of three splits, up to .01; the ideal is 1.
        ExperimentTable table = ExperimentTable.Of(_plan, Cells((split, isRelay) => Metric("m", direction, .5 + (split * .05) + (isRelay ? .1 + (split * .01) : 0))));

        TableComparison comparison = Assert.Single(table.Comparisons);
        Assert.Equal(("relay", "isolated", verdict, 3), (comparison.Strategy, comparison.Baseline, comparison.Verdict, comparison.Gain.Count));
        Assert.Equal(direction == MetricDirection.LowerIsBetter ? -.11 : .11, comparison.Gain.Mean, 12);
    }

    [Fact]
    public void What_may_be_chance_is_not_claimed()
    {
        ExperimentTable table = ExperimentTable.Of(_plan, Cells((split, isRelay) => Metric("m", MetricDirection.HigherIsBetter, isRelay && split == 1 ? .9 : .5)));

        Assert.Equal("no difference shown", Assert.Single(table.Comparisons).Verdict);
    }

    [Fact]
    public void Two_splits_claim_nothing()
    {
        FinishedCell[] cells = [.. Cells((split, isRelay) => Metric("m", MetricDirection.HigherIsBetter, isRelay ? .9 + (split * .001) : .5)).Where(cell => cell.Plan.Split < 2)];

        Assert.Equal(ExperimentTable.TooFew, Assert.Single(ExperimentTable.Of(_plan, cells).Comparisons).Verdict);
    }

    [Fact]
    public void An_arm_that_copies_is_marked_everywhere_and_compared_with_nothing()
    {
        FinishedCell[] cells = Cells((_, isRelay) => Metric("m", MetricDirection.HigherIsBetter, isRelay ? .9 : .5), isCopying: true);

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        Assert.Empty(table.Comparisons);
        Assert.Contains("relay COPYING", TableText.Of(table), StringComparison.Ordinal);
        Assert.Contains("\"COPYING, not ranked\"", TableCsv.Of(table, cells), StringComparison.Ordinal);
        Assert.Contains("relay COPYING", ExperimentPlots.Of(table, cells).Single().Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_leaves_details_to_the_lines_and_shows_at_a_silo_what_all_arms_have_there()
    {
        FinishedCell[] cells = [.. Cells((_, isRelay) => Metric("detection", MetricDirection.LowerIsBetter, isRelay ? .6 : .7)).Select(cell => cell with
        {
            Result = cell.Result with
            {
                Scopes =
                [
                    cell.Result.Scopes[0] with { Metrics = [.. cell.Result.Scopes[0].Metrics, Metric("rg.joint", MetricDirection.CloserIsBetter, .9)] },
                    new JudgedScope("silo-1", 5, 5, null, cell.Plan.Strategy.Kind == StrategyKind.Relay
                        ? [Metric("detection", MetricDirection.LowerIsBetter, .6), Metric("gsf", MetricDirection.HigherIsBetter, .7)]
                        : [Metric("detection", MetricDirection.LowerIsBetter, .7)]),
                ],
            },
        })];

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        Assert.DoesNotContain("rg.joint", TableText.Of(table), StringComparison.Ordinal);
        Assert.Contains(",rg.joint,", TableCsv.Of(table, cells), StringComparison.Ordinal);
        Assert.DoesNotContain("gsf", TableText.Of(table), StringComparison.Ordinal);
        Assert.Contains(",silo-1,,,gsf,", TableCsv.Of(table, cells), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_is_marked_and_ranks_nobody()
    {
        FinishedCell[] cells = Cells((_, isRelay) => Metric("dcrShare", MetricDirection.LowerIsBetter, isRelay ? .4 : .9) with { IsGate = true });

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        Assert.Empty(table.Comparisons);
        Assert.Contains("dcrShare (gate)", TableText.Of(table), StringComparison.Ordinal);
        Assert.Contains("\"gate, not ranked\"", TableCsv.Of(table, cells), StringComparison.Ordinal);
        Assert.Contains("(gate, not ranked)", ExperimentPlots.Of(table, cells).Single().Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Patients_of_one_split_decide_where_they_were_resampled_and_seeds_do_not()
    {
        double[] around = [.. Enumerable.Range(0, 1000).Select(replicate => (replicate - 500) * .0001)];
        FinishedCell[] seeds = [.. Cells((_, isRelay) => Metric("m", MetricDirection.HigherIsBetter, isRelay ? .9 : .5)).Where(cell => cell.Plan.Split == 0)];
        FinishedCell[] patients = [.. Cells((_, isRelay) => Metric("m", MetricDirection.HigherIsBetter, isRelay ? .9 : .5) with { Replicates = [.. around.Select(value => value + (isRelay ? .9 : .5))] })
            .Where(cell => cell.Plan.Split == 0)];

        Assert.Equal(ExperimentTable.TooFew, Assert.Single(ExperimentTable.Of(_plan, seeds).Comparisons).Verdict);
        TableComparison gain = Assert.Single(ExperimentTable.Of(_plan, patients).Comparisons);
        Assert.Equal("better", gain.Verdict);

        // The same patients were drawn for both: what they share cancels.
        Assert.Equal(.4, gain.Gain.Low!.Value, 12);
    }

    [Fact]
    public void Notes_of_cells_reach_the_table_and_the_lines()
    {
        FinishedCell[] cells = Cells((_, _) => Metric("m", MetricDirection.HigherIsBetter, .5));
        cells[0] = cells[0] with { Result = cells[0].Result with { Notes = ["silo-1 gives 9 rows"] } };

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        Assert.Contains("silo-1 gives 9 rows (1 of 3 cells)", TableText.Of(table), StringComparison.Ordinal);
        Assert.Contains("silo-1 gives 9 rows (1 of 3 cells)", TableCsv.Of(table, cells), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_cell_is_told_and_the_others_still_count()
    {
        FinishedCell[] cells = Cells((_, _) => Metric("m", MetricDirection.HigherIsBetter, .5));
        int failed = Array.FindIndex(cells, cell => cell.Plan.Strategy.Kind == StrategyKind.Relay);
        cells[failed] = cells[failed] with { Result = CellResult.Failed("it diverged | badly", 1) };

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        TableRow relay = table.Rows.Single(row => row.Strategy == "relay");
        Assert.Equal((3, 1, "it diverged | badly", 2), (relay.Cells, relay.Failed, relay.Why, relay.Entries.Single().Score.Count));
        Assert.Contains("| a, <b> | relay    | 1 of 3 | it diverged / badly |", TableText.Of(table), StringComparison.Ordinal);
        Assert.Contains("failed,\"a, <b>\",relay,,0,1,,,,,,,,it diverged | badly\r\n", TableCsv.Of(table, cells), StringComparison.Ordinal);
    }

    [Fact]
    public void An_arm_of_failed_cells_alone_is_a_row_too()
    {
        FinishedCell[] cells = [.. _plan.Cells().Select(cell => new FinishedCell(cell, CellResult.Failed("no memory", 0)))];

        ExperimentTable table = ExperimentTable.Of(_plan, cells);

        Assert.Equal([("isolated", 3), ("relay", 3)], table.Rows.Select(row => (row.Strategy, row.Failed)));
        Assert.Contains("0 of 3", TableText.Of(table), StringComparison.Ordinal);
        Assert.Empty(ExperimentPlots.Of(table, cells));
    }

    [Fact]
    public void Plots_are_well_formed_and_one_a_metric_and_endpoint()
    {
        FinishedCell[] cells = [.. Cells((split, _) => Metric("cIndex.os", MetricDirection.HigherIsBetter, .5 + (split * .1))).Select(cell => cell with
        {
            Result = cell.Result with
            {
                Curves = [new SurvivalCurve("os", SurvivalCurve.Real, [1, 2], [.8, .5]), new SurvivalCurve("os", "as it was called", [1.5], [.6])],
            },
        })];

        (string File, string Svg)[] plots = [.. ExperimentPlots.Of(ExperimentTable.Of(_plan, cells), cells)];

        Assert.Equal(["cIndex.os.svg", "survival-a---b--os.svg"], plots.Select(plot => plot.File));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(3, XDocument.Parse(plots[1].Svg).Descendants(svg + "polyline").Count());
        Assert.Contains(XDocument.Parse(plots[0].Svg).Descendants(svg + "text"), text => text.Value == "a, <b>, relay");
        Assert.DoesNotContain("NaN", plots[0].Svg + plots[1].Svg, StringComparison.Ordinal);
    }

    private static MeasuredMetric Metric(string name, MetricDirection direction, double value) => new(name, name, direction, 1, value, .1, .9, null);

    private static FinishedCell[] Cells(Func<int, bool, MeasuredMetric> metric, bool isCopying = false) => [.. _plan.Cells().Select(cell => new FinishedCell(
        cell,
        new CellResult(null, 1, 1, [new JudgedScope(JudgedScope.Joint, 10, 5, isCopying, [metric(cell.Split, cell.Strategy.Kind == StrategyKind.Relay)])], [], 1, null, null, null, [])))];
}
