using RingFed.Learning.Data;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class NetworkImputationTests
{
    private static readonly Cohort _cohort = TableToy.Draw(3_000, seed: 2);

    [Theory]
    [InlineData(TableToy.Mutated, TableToy.Grade)]
    [InlineData(TableToy.Grade, TableToy.Mutated)]
    public async Task A_hidden_cell_is_drawn_as_the_network_has_it_given_the_known_ones(int hidden, int known)
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort free = Whole(model.Sample(40_000));
        Cohort filled = model.Impute(Hide(Whole(TableToy.Draw(6_000, seed: 3)), hidden), seed: 1);
        for (int value = 0; value < (known == TableToy.Grade ? 3 : 2); value++)
        {
            for (int drawn = 0; drawn < (hidden == TableToy.Grade ? 3 : 2); drawn++)
            {
                Assert.Equal(
                    free.Share(row => free[row, hidden] == drawn, row => free[row, known] == value),
                    filled.Share(row => filled[row, hidden] == drawn, row => filled[row, known] == value),
                    0.04);
            }
        }
    }

    [Fact]
    public async Task Cells_hidden_together_are_drawn_together()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort free = Whole(model.Sample(40_000));
        Cohort filled = model.Impute(Hide(Whole(TableToy.Draw(5_000, seed: 3)), TableToy.Grade, TableToy.Mutated, TableToy.Age), seed: 1);
        for (int grade = 0; grade < 3; grade++)
        {
            for (int mutated = 0; mutated < 2; mutated++)
            {
                Assert.Equal(
                    free.Share(row => free[row, TableToy.Grade] == grade && free[row, TableToy.Mutated] == mutated),
                    filled.Share(row => filled[row, TableToy.Grade] == grade && filled[row, TableToy.Mutated] == mutated),
                    0.03);
            }
        }

        Assert.Equal(free.Share(row => free[row, TableToy.Age] > 60), filled.Share(row => filled[row, TableToy.Age] > 60), 0.03);
    }

    [Fact]
    public async Task What_happened_later_says_who_a_patient_was()
    {
        double[][] columns = Columns(Whole(_cohort));
        for (int row = 0; row < columns[0].Length; row++)
        {
            columns[TableToy.Time][row] = columns[TableToy.Mutated][row] == 1 ? 0.1 + (columns[TableToy.Time][row] / 8) : columns[TableToy.Time][row];
        }

        Cohort dying = new(_cohort.Schema, columns);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(dying);
        Cohort filled = model.Impute(Hide(dying, TableToy.Mutated, TableToy.Grade), seed: 1);
        double early = filled.Share(row => filled[row, TableToy.Mutated] == 1, row => filled[row, TableToy.Time] < 1);
        double late = filled.Share(row => filled[row, TableToy.Mutated] == 1, row => filled[row, TableToy.Time] > 2);
        Assert.True(early > late + .3, $"{early} of those who died early are mutated, {late} of those who lived");
    }

    [Fact]
    public async Task Known_cells_stay_as_they_are_and_no_hole_is_left()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort holes = Hide(TableToy.Draw(200, seed: 4), TableToy.Mutated, TableToy.Event);
        Cohort filled = model.Impute(holes, seed: 1);
        for (int column = 0; column < holes.Schema.Columns.Count; column++)
        {
            for (int row = 0; row < holes.Count; row++)
            {
                Assert.False(double.IsNaN(filled[row, column]));
                Assert.True(double.IsNaN(holes[row, column]) || holes[row, column].Equals(filled[row, column]));
            }
        }

        Assert.Contains(1, filled.Column(TableToy.Event).ToArray());
        Assert.Contains(0, filled.Column(TableToy.Event).ToArray());
        Assert.Equal(Columns(filled), Columns(model.Impute(holes, seed: 1)));
        Assert.NotEqual(Columns(filled), Columns(model.Impute(holes, seed: 2)));
    }

    [Fact]
    public async Task A_patient_of_whom_nothing_is_known_is_drawn_like_any_other()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort filled = model.Impute(Hide(TableToy.Draw(2_000, seed: 4), [.. Enumerable.Range(0, 5)]), seed: 1);
        Assert.Equal(.6, filled.Share(row => filled[row, TableToy.Event] == 1), .05);
        Assert.Equal(.5, filled.Share(row => filled[row, TableToy.Mutated] == 1), .05);
        Assert.All(filled.Column(TableToy.Time).ToArray(), time => Assert.InRange(time, 0.1, 8));
    }

    [Fact]
    public async Task Constraints_hold_and_a_row_that_cannot_keep_them_keeps_its_holes()
    {
        using BayesianNetworkModel young = await NetworkToy.FitAsync(Bound(_cohort, TableToy.Age, ComparisonOperator.Less, 70));
        using BayesianNetworkModel never = await NetworkToy.FitAsync(Bound(_cohort, TableToy.Grade, ComparisonOperator.Greater, 5));
        Cohort holes = Hide(_cohort.Take([.. Enumerable.Range(0, 200)]), TableToy.Age, TableToy.Grade);
        Assert.All(young.Impute(holes, seed: 1).Column(TableToy.Age).ToArray(), age => Assert.InRange(age, 20, 69.9));
        Assert.Equal(Columns(holes), Columns(never.Impute(holes, seed: 1)));
    }

    [Fact]
    public async Task A_column_that_the_ring_never_saw_stays_missing_and_the_others_are_filled()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(Hide(_cohort, TableToy.Grade));
        Cohort filled = model.Impute(Hide(_cohort.Take([.. Enumerable.Range(0, 50)]), TableToy.Age, TableToy.Grade), seed: 1);
        Assert.All(filled.Column(TableToy.Grade).ToArray(), grade => Assert.True(double.IsNaN(grade)));
        Assert.All(filled.Column(TableToy.Age).ToArray(), age => Assert.InRange(age, 20, 100));
    }

    [Fact]
    public async Task An_event_stays_missing_where_its_known_time_lies_outside_the_declared_range_and_the_other_cells_are_filled()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        double[][] columns = Columns(Hide(_cohort.Take([.. Enumerable.Range(0, 20)]), TableToy.Age, TableToy.Event));
        Array.Fill(columns[TableToy.Time], 9);
        Cohort filled = model.Impute(new Cohort(_cohort.Schema, columns), seed: 1);
        Assert.All(filled.Column(TableToy.Event).ToArray(), ended => Assert.True(double.IsNaN(ended)));
        Assert.All(filled.Column(TableToy.Time).ToArray(), time => Assert.Equal(9, time));
        Assert.All(filled.Column(TableToy.Age).ToArray(), age => Assert.InRange(age, 20, 100));
    }

    [Fact]
    public async Task An_empty_cohort_and_one_without_holes_come_back_as_they_are()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort whole = Whole(TableToy.Draw(50, seed: 5));
        Assert.Equal(Columns(whole), Columns(model.Impute(whole, seed: 1)));
        Assert.Equal(0, model.Impute(whole.Take([]), seed: 1).Count);
    }

    private static Cohort Whole(Cohort cohort) => cohort.Take(
        [.. Enumerable.Range(0, cohort.Count).Where(row => !double.IsNaN(cohort[row, TableToy.Age] + cohort[row, TableToy.Grade]))]);

    private static double[][] Columns(Cohort cohort) => [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];

    private static Cohort Bound(Cohort cohort, int column, ComparisonOperator comparison, double limit) =>
        new(cohort.Schema with { Constraints = [new RowConstraint(column, comparison, null, limit, "bound")] }, Columns(cohort));

    private static Cohort Hide(Cohort cohort, params int[] hidden)
    {
        double[][] columns = Columns(cohort);
        foreach (int column in hidden)
        {
            Array.Fill(columns[column], double.NaN);
        }

        return new Cohort(cohort.Schema, columns);
    }
}
