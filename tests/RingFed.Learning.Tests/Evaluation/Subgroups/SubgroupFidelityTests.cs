using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Subgroups;

namespace RingFed.Learning.Tests.Evaluation.Subgroups;

public sealed class SubgroupFidelityTests
{
    private static readonly Cohort All = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 700, Silos = 1, Seed = 1 })[0];
    private static readonly Cohort Train = Rows(All, 0, 500);
    private static readonly Cohort Holdout = Rows(All, 500, 700);
    private static readonly Cohort Synthetic = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 500, Silos = 1, Seed = 2 })[0];
    private static readonly int Sex = All.Schema.IndexOf("sex");
    private static readonly int Age = All.Schema.IndexOf("age");

    [Fact]
    public void Whoever_a_generator_fails_is_found()
    {
        // Women's survival of the synthetic rows is shuffled.
        double[][] columns = [.. Enumerable.Range(0, Synthetic.Schema.Columns.Count).Select(c => Synthetic.Column(c).ToArray())];
        double[] times = columns[Synthetic.Schema.Endpoints[0].TimeColumn];
        for (int row = 0; row < times.Length; row++)
        {
            times[row] = columns[Sex][row] == 0 ? .1 : times[row];
        }

        IReadOnlyList<SubgroupResult> results = Of(Subgroup.ByCategory(Train, Holdout, new Cohort(Synthetic.Schema, columns), Sex));
        Assert.Equal(["sex = female", "sex = male"], results.Select(result => result.Name));
        Assert.InRange(Gap(results[0]), .3, 1);
        Assert.InRange(Gap(results[1]), 0, .15);
        Assert.All(results, result => Assert.NotNull(result.Report!.Find("shape")));
        Assert.All(results, result => Assert.Null(result.Report!.Find("detection")));
    }

    [Fact]
    public void Bands_share_out_all_patients_and_small_ones_are_not_judged()
    {
        IReadOnlyList<SubgroupResult> results = Of(Subgroup.ByBand(Train, Holdout, Synthetic, Age, 30, 70));
        Assert.Equal(["age below 30", "age from 30 to below 70", "age from 70"], results.Select(result => result.Name));
        Assert.Equal(700, results.Sum(result => result.RealRows));
        Assert.Equal((null, "fewer than 50 real patients"), (results[0].Report, results[0].Reason));
        Assert.All(results.Skip(1), result => Assert.NotNull(result.Report));
    }

    [Fact]
    public void Sites_are_held_against_all_synthetic_patients()
    {
        IReadOnlyList<SubgroupResult> results = Of(Subgroup.BySite(
            [("north", Rows(Train, 0, 250), Rows(Holdout, 0, 100)), ("south", Rows(Train, 250, 500), Rows(Holdout, 100, 200)), ("empty", Train, Holdout.Take([]))],
            Synthetic));
        Assert.Equal([500, 500, 500], results.Select(result => result.SyntheticRows));
        Assert.Equal("no training or no hold-out patient", results[2].Reason);
        Assert.Equal("no synthetic patient", Of(Subgroup.BySite([("x", Train, Holdout)], Synthetic.Take([])))[0].Reason);
    }

    [Fact]
    public void Bands_of_categories_and_categories_of_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Subgroup.ByBand(Train, Holdout, Synthetic, Sex, 1));
        Assert.Throws<ArgumentException>(() => Subgroup.ByBand(Train, Holdout, Synthetic, Age, 70, 30));
        Assert.Throws<ArgumentException>(() => Subgroup.ByCategory(Train, Holdout, Synthetic, Age));
    }

    private static double Gap(SubgroupResult result) => result.Report!.Find("kmMaxGap.os")!.Synthetic.Value!.Value;

    private static IReadOnlyList<SubgroupResult> Of(IReadOnlyList<Subgroup> subgroups) => SubgroupFidelity.Of(
        new Evaluator(TimeProvider.System), subgroups, new EvaluationOptions { Threads = 2 }, TestContext.Current.CancellationToken);

    private static Cohort Rows(Cohort cohort, int from, int to) => cohort.Take([.. Enumerable.Range(from, to - from)]);
}
