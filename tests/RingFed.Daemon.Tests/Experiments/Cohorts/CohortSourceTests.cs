using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Tests.Experiments.Cohorts;

public sealed class CohortSourceTests
{
    private static readonly PartitionPlan _asIs = new(PartitionKind.AsIs);

    [Fact]
    public void A_prepared_folder_is_a_silo_each_and_test_is_held_out()
    {
        using ScratchFolder folder = new();
        MdsSimulator.Write(new MdsSimulationOptions { Patients = 90, Silos = 3 }, folder.Path, ["north", "south", "test"]);

        CohortSilos read = CohortSource.Load(new CohortPlan { Folder = folder.Path }, _asIs);

        Assert.Equal(["north", "south"], read.Silos.Select(silo => silo.Silo));
        Assert.Equal(90, read.Silos.Sum(silo => silo.Cohort.Count) + read.Holdout!.Count);
        ExperimentSplit split = ExperimentSplit.Of(read, new SplitPlan(true, 0, 0, 1, 1), 0);
        Assert.Equal(read.Holdout.Count, split.Holdout.Count);
        Assert.Equal(90 - read.Holdout.Count, split.Train.Count);
    }

    [Fact]
    public void Quick_samples_what_is_read_and_scales_the_sizes_of_silos()
    {
        using ScratchFolder folder = new();
        MdsSimulator.Write(new MdsSimulationOptions { Patients = 1200, Silos = 3 }, folder.Path, ["north", "south", "test"]);
        PartitionPlan sizes = new(PartitionKind.Sizes) { Sizes = [400, 200, 200] };

        CohortSilos read = CohortSource.Load(new CohortPlan { Folder = folder.Path }.Quick(), _asIs);
        CohortSilos cut = CohortSource.Load(new CohortPlan { Folder = folder.Path }.Quick(), sizes);
        CohortSilos drawn = CohortSource.Load(new CohortPlan { Simulate = "mds", Patients = 2000 }.Quick(), sizes with { Sizes = [1000, 600, 400] });

        Assert.InRange(read.Silos.Sum(silo => silo.Cohort.Count), 250, 300);
        Assert.InRange(cut.Silos.Sum(silo => silo.Cohort.Count), 150, 300);
        Assert.Equal([150, 90, 60], drawn.Silos.Select(silo => silo.Cohort.Count));
    }

    [Fact]
    public void A_folder_with_two_hold_outs_is_refused()
    {
        using ScratchFolder folder = new();
        MdsSimulator.Write(new MdsSimulationOptions { Patients = 90, Silos = 4 }, folder.Path, ["north", "south", "test", "holdout"]);

        Assert.Contains("both holdout and test", Assert.Throws<CommandFailure>(() => CohortSource.Load(new CohortPlan { Folder = folder.Path }, _asIs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_silos_in_their_order_or_one_cohort_to_be_cut()
    {
        using ScratchFolder folder = new();
        IReadOnlyList<string> silos = MdsSimulator.Write(new MdsSimulationOptions { Patients = 60, Silos = 2 }, folder.Path);
        CohortPlan plan = new() { Schema = Path.Combine(silos[0], "schema.yaml"), Tables = [.. silos.Select(silo => Path.Combine(silo, "patients.csv"))] };

        Assert.Equal([40, 20], CohortSource.Load(plan, _asIs).Silos.Select(silo => silo.Cohort.Count));
        Assert.Equal([20, 20, 20], CohortSource.Load(plan, new PartitionPlan(PartitionKind.Iid)).Silos.Select(silo => silo.Cohort.Count));
        Assert.Throws<CommandFailure>(() => CohortSource.Load(plan with { Tables = [plan.Tables[0]] }, _asIs));
    }

    [Fact]
    public void Splits_hold_patients_out_within_each_silo_and_differ_from_each_other()
    {
        CohortSilos cohort = CohortSource.Load(new CohortPlan { Simulate = "mds", Sizes = [100, 50], Patients = 150 }, _asIs);
        SplitPlan plan = new(false, .3, 0, 2, 1);

        ExperimentSplit first = ExperimentSplit.Of(cohort, plan, 0);

        Assert.Equal([(70, 30), (35, 15)], first.Silos.Select(silo => (silo.Train.Count, silo.Holdout.Count)));
        Assert.NotEqual(first.Holdout.Column(0).ToArray(), ExperimentSplit.Of(cohort, plan, 1).Holdout.Column(0).ToArray());
    }

    [Fact]
    public void The_digest_of_patients_changes_with_one_value_and_with_a_silos_name()
    {
        CohortSilos cohort = CohortSource.Load(new CohortPlan { Simulate = "mds", Sizes = [40, 30], Patients = 70 }, _asIs);
        double[][] columns = [.. Enumerable.Range(0, cohort.Silos[0].Cohort.Schema.Columns.Count).Select(column => cohort.Silos[0].Cohort.Column(column).ToArray())];
        columns[0][7] += 1;
        CohortSilos changed = cohort with { Silos = [cohort.Silos[0] with { Cohort = new Cohort(cohort.Silos[0].Cohort.Schema, columns) }, cohort.Silos[1]] };
        CohortSilos renamed = cohort with { Silos = [cohort.Silos[0] with { Silo = "other" }, cohort.Silos[1]] };

        Assert.Equal(3, new[] { cohort, changed, renamed }.Select(CohortDigest.Of).Distinct().Count());
    }
}
