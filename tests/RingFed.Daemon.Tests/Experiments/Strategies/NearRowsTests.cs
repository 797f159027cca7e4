using RingFed.Daemon.Experiments.Strategies;
using RingFed.Learning.Data;

namespace RingFed.Daemon.Tests.Experiments.Strategies;

public sealed class NearRowsTests
{
    private static readonly CohortSchema _schema = new()
    {
        Name = "patients",
        Origin = CohortOrigin.Simulated,
        Columns =
        [
            new ColumnSchema { Name = "age", Kind = ColumnKind.Continuous, Maximum = 100, MissingAllowed = true },
            new ColumnSchema { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f", "m"] },
        ],
    };

    [Fact]
    public void Rows_like_the_receivers_patients_stay_and_others_go()
    {
        Cohort receiver = Cohort([.. Enumerable.Range(0, 50).Select(patient => (40.0 + (patient % 10), 0.0))]);

        Cohort taken = NearRows.Of(Cohort([(44, 0), (95, 0), (44, 1), (double.NaN, 0)]), receiver);

        Assert.Equal([44.0], taken.Column(0).ToArray());
        Assert.Equal([0.0], taken.Column(1).ToArray());
    }

    [Fact]
    public void A_receiver_of_one_patient_has_nothing_to_compare_by_and_takes_all() =>
        Assert.Equal(2, NearRows.Of(Cohort([(1, 0), (99, 1)]), Cohort([(50, 0)])).Count);

    private static Cohort Cohort(params (double Age, double Sex)[] rows) =>
        new(_schema, [[.. rows.Select(row => row.Age)], [.. rows.Select(row => row.Sex)]]);
}
