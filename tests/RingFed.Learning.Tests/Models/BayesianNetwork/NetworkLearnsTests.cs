using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class NetworkLearnsTests
{
    [Fact]
    public async Task A_planted_dependence_is_found_and_margins_are_kept()
    {
        Cohort cohort = TableToy.Draw(3_000, seed: 2);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(cohort);
        Cohort drawn = model.Sample(20_000);
        for (int grade = 0; grade < 3; grade++)
        {
            Assert.Equal(Mutated(cohort, grade), Mutated(drawn, grade), 0.03);
        }

        Assert.Equal(Missing(cohort, TableToy.Age), Missing(drawn, TableToy.Age), 0.01);
        Assert.Equal(Missing(cohort, TableToy.Grade), Missing(drawn, TableToy.Grade), 0.01);
        Assert.Equal(Mean(cohort, TableToy.Age), Mean(drawn, TableToy.Age), 0.5);
        Assert.Equal(Mean(cohort, TableToy.Time), Mean(drawn, TableToy.Time), 0.1);
        Assert.Equal(cohort.Share(row => cohort[row, TableToy.Time] == 8), drawn.Share(row => drawn[row, TableToy.Time] == 8), 0.01);
    }

    [Fact]
    public async Task Hazards_that_differ_by_a_gene_differ_as_much_in_what_is_drawn()
    {
        Cohort cohort = WithHazardRatio(3, 2_000);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(cohort);
        Cohort drawn = model.Sample(8_000);
        Assert.Equal(LogHazardRatio(cohort), LogHazardRatio(drawn), 0.15);
        SurvivalSample real = SurvivalSample.Of(cohort, cohort.Schema.Endpoints[0]);
        SurvivalSample synthetic = SurvivalSample.Of(drawn, cohort.Schema.Endpoints[0]);
        Assert.InRange(KaplanMeierGap.Of(real, synthetic).Largest.Value!.Value, 0, 0.04);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_patients()
    {
        using BayesianNetworkModel model = await NetworkToy.FitAsync(TableToy.Draw(400, seed: 3));
        Cohort first = model.Sample(50);
        Cohort again = model.Sample(50);
        Assert.All(Enumerable.Range(0, first.Schema.Columns.Count), column => Assert.Equal(first.Column(column).ToArray(), again.Column(column).ToArray()));
    }

    [Fact]
    public async Task Constant_and_empty_columns_and_a_single_event_class_are_learnt_as_they_are()
    {
        Cohort cohort = TableToy.Draw(200, seed: 5);
        double[][] columns = [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        Array.Fill(columns[TableToy.Age], double.NaN);
        Array.Fill(columns[TableToy.Mutated], 1);
        Array.Fill(columns[TableToy.Event], 0);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(new Cohort(cohort.Schema, columns));
        Cohort drawn = model.Sample(300);
        Assert.All(drawn.Column(TableToy.Age).ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.All(drawn.Column(TableToy.Mutated).ToArray(), value => Assert.Equal(1, value));
        Assert.All(drawn.Column(TableToy.Event).ToArray(), value => Assert.Equal(0, value));
        Assert.All(drawn.Column(TableToy.Time).ToArray(), value => Assert.InRange(value, 0.1, 8));
    }

    [Fact]
    public async Task A_cohort_of_one_column_or_one_endpoint_has_a_network()
    {
        CohortSchema toy = TableToy.Schema;
        Cohort cohort = TableToy.Draw(200, seed: 8);
        Cohort age = new(toy with { Columns = [toy.Columns[0]], Endpoints = [], Constraints = [] }, [cohort.Column(0).ToArray()]);
        Cohort survival = new(
            toy with { Columns = [.. toy.Columns.Skip(TableToy.Time)], Endpoints = [new EndpointSchema("survival", 0, 1)], Constraints = [] },
            [cohort.Column(TableToy.Time).ToArray(), cohort.Column(TableToy.Event).ToArray()]);
        foreach (Cohort narrow in new[] { age, survival })
        {
            using BayesianNetworkModel model = await NetworkToy.FitAsync(narrow);
            Assert.Equal(Mean(narrow, 0), Mean(model.Sample(4_000), 0), narrow == age ? 1.5 : 0.2);
        }
    }

    [Fact]
    public async Task Categories_below_k_are_never_drawn()
    {
        Cohort cohort = TableToy.Draw(200, seed: 9);
        double[][] columns = [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        columns[TableToy.Grade].AsSpan(0, EncoderFit.MinimumCount - 1).Fill(3);
        using BayesianNetworkModel model = await NetworkToy.FitAsync(new Cohort(cohort.Schema, columns));
        Assert.DoesNotContain(3.0, model.Sample(2_000).Column(TableToy.Grade).ToArray());
    }

    private static double Mutated(Cohort cohort, int grade) => cohort.Share(row => cohort[row, TableToy.Mutated] == 1, row => cohort[row, TableToy.Grade] == grade);

    private static double Missing(Cohort cohort, int column) => cohort.Share(row => double.IsNaN(cohort[row, column]));

    private static double Mean(Cohort cohort, int column) => cohort.Column(column).ToArray().Where(double.IsFinite).Average();

    /// <summary>Exponential deaths, at <paramref name="ratio"/> times the rate with the mutation, and uniform censoring.</summary>
    private static Cohort WithHazardRatio(double ratio, int rows)
    {
        Cohort cohort = TableToy.Draw(rows, seed: 12);
        SeededRandom random = new(13);
        double[][] columns = [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        for (int row = 0; row < rows; row++)
        {
            double death = 4 * random.Exponential() / (columns[TableToy.Mutated][row] == 1 ? ratio : 1);
            double censoring = 7 * random.Uniform();
            columns[TableToy.Time][row] = Math.Round(Math.Clamp(Math.Min(death, censoring), 0.1, 8), 2);
            columns[TableToy.Event][row] = death <= censoring ? 1 : 0;
        }

        return new Cohort(cohort.Schema, columns);
    }

    private static double LogHazardRatio(Cohort cohort) => CoxRegression.Fit(
        cohort.Column(TableToy.Mutated).ToArray(), 1, cohort.Column(TableToy.Time).ToArray(), [.. cohort.Column(TableToy.Event).ToArray().Select(flag => flag == 1)], 1e-6)[0];
}
