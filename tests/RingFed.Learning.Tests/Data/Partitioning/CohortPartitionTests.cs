using FsCheck;
using FsCheck.Fluent;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Partitioning;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Learning.Tests.Data.Partitioning;

public sealed class CohortPartitionTests
{
    private static readonly CohortSchema _schema = new()
    {
        Name = "patients",
        Origin = CohortOrigin.Simulated,
        Columns =
        [
            new ColumnSchema { Name = "patient", Kind = ColumnKind.Integer, Maximum = 1e6 },
            new ColumnSchema { Name = "Centre", Kind = ColumnKind.Categorical, Categories = ["Ulm (D)", "Graz", "Linz"], MissingAllowed = true },
            new ColumnSchema { Name = "weight", Kind = ColumnKind.Continuous, Maximum = 300 },
        ],
    };

    [Fact]
    public void Every_patient_is_in_exactly_one_silo_however_it_is_cut() => Prop.ForAll(
        Gen.Choose(40, 200).SelectMany(_ => Gen.Choose(2, 4), (patients, silos) => (patients, silos)).ToArbitrary(),
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        (shape, seed) =>
        {
            Cohort cohort = Cohort(shape.patients);
            foreach (IReadOnlyList<SiloCohort> parts in (IReadOnlyList<SiloCohort>[])
            [
                CohortPartition.Iid(cohort, shape.silos, seed),
                CohortPartition.Dirichlet(cohort, "Centre", shape.silos, .2, seed),
                CohortPartition.ByColumn(cohort, "Centre"),
            ])
            {
                Assert.Equal(Enumerable.Range(0, shape.patients), parts.SelectMany(Patients).Order());
                Assert.All(parts, part => Assert.NotEqual(0, part.Cohort.Count));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_column_makes_a_silo_a_category_and_one_for_missing_and_rare_ones()
    {
        Cohort cohort = Cohort(100, row => row < 50 ? 0 : row < 90 ? 1 : row < 95 ? 2 : double.NaN);

        IReadOnlyList<SiloCohort> parts = CohortPartition.ByColumn(cohort, "Centre");

        Assert.Equal([("centre-ulm--d", 50), ("centre-graz", 40), ("others", 10)], parts.Select(part => (part.Silo, part.Cohort.Count)));
    }

    [Fact]
    public void Iid_silos_differ_by_one_patient_at_most_and_sizes_are_as_asked()
    {
        Cohort cohort = Cohort(101);

        Assert.Equal([34, 34, 33], CohortPartition.Iid(cohort, 3, 1).Select(part => part.Cohort.Count));
        Assert.Equal([60, 20, 5], CohortPartition.BySizes(cohort, [60, 20, 5], 1).Select(part => part.Cohort.Count));
        Assert.Equal(85, CohortPartition.BySizes(cohort, [60, 20, 5], 1).SelectMany(Patients).Distinct().Count());
    }

    [Fact]
    public void The_seed_decides_and_repeats()
    {
        Cohort cohort = Cohort(60);

        Assert.Equal(Patients(CohortPartition.Iid(cohort, 2, 7)[0]), Patients(CohortPartition.Iid(cohort, 2, 7)[0]));
        Assert.NotEqual(Patients(CohortPartition.Iid(cohort, 2, 7)[0]), Patients(CohortPartition.Iid(cohort, 2, 8)[0]));
    }

    [Fact]
    public void A_small_concentration_skews_and_a_large_one_hardly()
    {
        Cohort cohort = Cohort(3000, row => row % 3);

        Assert.True(Skew(CohortPartition.Dirichlet(cohort, "Centre", 3, .1, 5)) > 3 * Skew(CohortPartition.Dirichlet(cohort, "Centre", 3, 100, 5)));
    }

    [Fact]
    public void What_makes_no_ring_is_refused()
    {
        Cohort cohort = Cohort(30);

        Assert.Contains("no column `center`", Assert.Throws<ArgumentException>(() => CohortPartition.ByColumn(cohort, "center")).Message, StringComparison.Ordinal);
        Assert.Contains("continuous", Assert.Throws<ArgumentException>(() => CohortPartition.ByColumn(cohort, "weight")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CohortPartition.ByColumn(Cohort(30, _ => 1), "Centre"));
        Assert.Throws<ArgumentException>(() => CohortPartition.Iid(cohort, 1, 1));
        Assert.Throws<ArgumentException>(() => CohortPartition.Iid(cohort, 31, 1));
        Assert.Throws<ArgumentException>(() => CohortPartition.BySizes(cohort, [20, 20], 1));
        Assert.Throws<ArgumentException>(() => CohortPartition.BySizes(cohort, [20, 0], 1));
        Assert.Throws<ArgumentException>(() => CohortPartition.Dirichlet(cohort, "Centre", 2, double.NaN, 1));
        Assert.Throws<ArgumentException>(() => CohortPartition.Dirichlet(cohort, "weight", 2, 1, 1));
        Assert.Throws<ArgumentException>(() => CohortPartition.Dirichlet(cohort, "Centre", 4, 1, 1));
    }

    [Fact]
    public void The_folds_of_one_seed_hold_every_patient_out_once()
    {
        Cohort cohort = Cohort(65);
        (Cohort Train, Cohort Holdout)[] folds = [.. Enumerable.Range(0, 5).Select(fold => CohortFolds.Fold(cohort, fold, 5, 3))];

        Assert.Equal(Enumerable.Range(0, 65), folds.SelectMany(fold => Patients(fold.Holdout)).Order());
        Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, 65), Patients(fold.Train).Concat(Patients(fold.Holdout)).Order()));
        Assert.Throws<ArgumentException>(() => CohortFolds.Fold(cohort, 5, 5, 3));
        Assert.Throws<ArgumentException>(() => CohortFolds.Fold(Cohort(3), 0, 5, 3));
    }

    [Theory]
    [InlineData(2, .01, 1)]
    [InlineData(2, .99, 1)]
    [InlineData(100, .3, 30)]
    public void A_cut_leaves_patients_on_both_sides(int patients, double share, int heldOut)
    {
        (Cohort train, Cohort holdout) = CohortFolds.Cut(Cohort(patients), share, 1);

        Assert.Equal((patients - heldOut, heldOut), (train.Count, holdout.Count));
    }

    [Fact]
    public void Simulated_silos_have_the_sizes_asked_for_and_the_same_patients_otherwise()
    {
        MdsSimulationOptions options = new() { Patients = 100, Silos = 3, Sizes = [70, 25, 5] };

        Assert.Equal([70, 25, 5], MdsSimulator.Draw(options).Select(cohort => cohort.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => MdsSimulator.Draw(options with { Sizes = [70, 25, 6] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => MdsSimulator.Draw(options with { Sizes = [75, 25] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => MdsSimulator.Draw(options with { Sizes = [100, 0, 0] }));
    }

    private static double Skew(IReadOnlyList<SiloCohort> parts) => parts.Max(part => Enumerable.Range(0, 3).Max(
        category => Math.Abs(part.Cohort.Column(1).ToArray().Count(value => value == category) / (double)part.Cohort.Count - (1.0 / 3))));

    private static int[] Patients(SiloCohort part) => Patients(part.Cohort);

    private static int[] Patients(Cohort cohort) => [.. cohort.Column(0).ToArray().Select(value => (int)value)];

    private static Cohort Cohort(int patients, Func<int, double>? centre = null) => new(
        _schema,
        [
            [.. Enumerable.Range(0, patients).Select(row => (double)row)],
            [.. Enumerable.Range(0, patients).Select(centre ?? (row => row % 3))],
            [.. Enumerable.Range(0, patients).Select(row => 50.0 + row)],
        ]);
}
