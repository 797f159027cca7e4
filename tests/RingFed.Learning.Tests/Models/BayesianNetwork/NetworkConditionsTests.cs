using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class NetworkConditionsTests
{
    private static readonly Cohort _cohort = TableToy.Draw(3_000, seed: 2);

    [Fact]
    public async Task A_category_holds_in_every_row_and_its_causes_follow()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort free = model.Sample(30_000);
        Cohort drawn = model.Sample(4_000, new CategoryCondition(TableToy.Mutated, 1));
        Assert.All(drawn.Column(TableToy.Mutated).ToArray(), value => Assert.Equal(1, value));
        for (int grade = 0; grade < 3; grade++)
        {
            double expected = free.Share(row => free[row, TableToy.Grade] == grade, row => free[row, TableToy.Mutated] == 1);
            Assert.Equal(expected, drawn.Share(row => drawn[row, TableToy.Grade] == grade), 0.03);
        }
    }

    [Fact]
    public async Task Ranges_of_values_and_of_time_hold_and_keep_their_shape()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Cohort free = model.Sample(60_000);
        Cohort drawn = model.Sample(3_000, new RangeCondition(TableToy.Age, 50.3, 71), new RangeCondition(TableToy.Time, 0.5, 2.5));
        bool Inside(int row) => free[row, TableToy.Age] is >= 50.3 and <= 71 && free[row, TableToy.Time] is >= 0.5 and <= 2.5;
        Assert.All(Enumerable.Range(0, drawn.Count), row => Assert.True(drawn[row, TableToy.Age] is >= 50.3 and <= 71 && drawn[row, TableToy.Time] is >= 0.5 and <= 2.5));
        Assert.Equal(free.Share(row => free[row, TableToy.Age] > 60, Inside), drawn.Share(row => drawn[row, TableToy.Age] > 60), 0.04);
        Assert.Equal(free.Share(row => free[row, TableToy.Event] == 1, Inside), drawn.Share(row => drawn[row, TableToy.Event] == 1), 0.04);
        Assert.Equal(free.Share(row => free[row, TableToy.Time] > 1.5, Inside), drawn.Share(row => drawn[row, TableToy.Time] > 1.5), 0.04);
    }

    [Fact]
    public async Task A_pair_that_hardly_anyone_has_is_drawn_exactly()
    {
        IReadOnlyList<Cohort> silos = NetworkToy.ThreeSilos(1_500);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(Cohort.Concatenate(silos));
        CohortSchema schema = silos[0].Schema;
        CategoryCondition[] pair = [new(schema.IndexOf("NPM1"), 1), new(schema.IndexOf("GATA2"), 1)];
        Cohort drawn = model.Sample(40, pair);
        Assert.Equal(40, drawn.Count);
        Assert.All(pair, condition => Assert.All(drawn.Column(condition.Column).ToArray(), value => Assert.Equal(1, value)));
    }

    [Fact]
    public async Task A_single_value_of_a_column_can_be_asked_for()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        Assert.All(model.Sample(200, new RangeCondition(TableToy.Age, 70.1, 70.1)).Column(TableToy.Age).ToArray(), value => Assert.Equal(70.1, value));
    }

    [Fact]
    public async Task A_category_that_the_ring_never_saw_is_refused_by_name()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(_cohort);
        UnsatisfiableConditionException refusal = Assert.Throws<UnsatisfiableConditionException>(() => model.Sample(5, new CategoryCondition(TableToy.Grade, 3)));
        Assert.Contains("grade = never", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_that_the_network_gives_no_probability_together_are_refused_by_name()
    {
        double[][] columns = [.. Enumerable.Range(0, _cohort.Schema.Columns.Count).Select(column => _cohort.Column(column).ToArray())];
        for (int row = 0; row < _cohort.Count; row++)
        {
            columns[TableToy.Mutated][row] = columns[TableToy.Grade][row] == 0 ? 0 : 1;
        }

        using BayesianNetworkModel model = await NetworkToy.FitAsync(new Cohort(_cohort.Schema, columns), new BayesianNetworkOptions { Smoothing = 0 });
        UnsatisfiableConditionException refusal = Assert.Throws<UnsatisfiableConditionException>(
            () => model.Sample(5, new CategoryCondition(TableToy.Grade, 0), new CategoryCondition(TableToy.Mutated, 1)));
        Assert.Contains("grade = low and mutated = 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constraints_of_the_schema_hold_in_every_row()
    {
        Cohort cohort = new(
            TableToy.Schema with { Constraints = [new RowConstraint(TableToy.Age, ComparisonOperator.Less, null, 70, "age < 70")] },
            [.. Enumerable.Range(0, _cohort.Schema.Columns.Count).Select(column => _cohort.Column(column).ToArray())]);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(cohort);
        Assert.All(model.Sample(500).Column(TableToy.Age).ToArray(), age => Assert.False(age >= 70));
    }
}
