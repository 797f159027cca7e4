using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Predictors.LogisticRegression;

namespace RingFed.Learning.Tests.Models.Predictors.LogisticRegression;

public sealed class LogisticModelTests
{
    private static readonly LogisticOptions _plain = new() { Target = "sick", Covariates = ["x1", "x2"], Ridge = 0 };

    private static async Task<double[]> PredictAsync(LogisticOptions options, params Cohort[] silos)
    {
        LogisticModel[] models = await PredictorRing.FitAsync(silos, context => new LogisticModel(context, options));
        double[][] predictions = [.. models.Select(model => model.Predict(SixteenRecords.Cohort))];
        Assert.All(predictions, prediction => Assert.Equal(predictions[0], prediction));
        return predictions[0];
    }

    // R 4: coef(glm(d ~ x1 + x2, family = binomial)), epsilon 1e-15.
    [Fact]
    public async Task Probabilities_are_those_of_R()
    {
        double[] probabilities = await PredictAsync(_plain, SixteenRecords.Cohort);
        for (int row = 0; row < 16; row++)
        {
            double predictor = .54509953801173 + (.66551764333918 * SixteenRecords.X1[row]) + (.41345838227138 * SixteenRecords.X2[row]);
            Assert.Equal(1 / (1 + Math.Exp(-predictor)), probabilities[row], 1e-10);
        }
    }

    // scikit-learn 1.2.1: LogisticRegression(C = 1/2, solver = "newton-cg", tol = 1e-14) on columns scaled by their
    // population deviation: predict_proba of the first four rows.
    [Fact]
    public async Task The_ridge_is_that_of_scikit_learn()
    {
        double[] probabilities = await PredictAsync(_plain with { Ridge = 2 }, SixteenRecords.Cohort);
        double[] expected = [.74946883, .52991034, .67258655, .64923613];
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Three_silos_give_the_pooled_fit(double ridge)
    {
        LogisticOptions options = _plain with { Ridge = ridge };
        double[] pooled = await PredictAsync(options, SixteenRecords.Cohort);
        double[] ring = await PredictAsync(options, PredictorRing.Deal(SixteenRecords.Cohort, 3));
        Assert.All(pooled.Zip(ring), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public async Task Labels_of_one_class_are_refused()
    {
        Cohort cohort = SixteenRecords.With(sick: [.. Enumerable.Repeat(1.0, 16)]);
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PredictAsync(_plain, cohort));
        Assert.Contains("both labels", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Separated_labels_need_a_ridge()
    {
        Cohort cohort = SixteenRecords.With(sick: [.. SixteenRecords.X1.Select(x => x > 0 ? 1.0 : 0)]);
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PredictAsync(_plain, cohort));
        Assert.Contains("ridge", fault.Message, StringComparison.Ordinal);
        Assert.All(await PredictAsync(_plain with { Ridge = 1 }, cohort), p => Assert.InRange(p, .01, .99));
    }

    [Fact]
    public async Task Fewer_records_than_k_in_the_ring_are_refused()
    {
        double[] sick = [.. SixteenRecords.Events[..9], .. Enumerable.Repeat(double.NaN, 7)];
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PredictAsync(_plain, SixteenRecords.With(sick: sick)));
        Assert.Contains("9 records", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_of_two_records_and_one_label_takes_part()
    {
        Cohort all = SixteenRecords.Cohort;
        double[] pooled = await PredictAsync(_plain, all);
        double[] ring = await PredictAsync(_plain, all.Take([0, 2]), all.Take([1, .. Enumerable.Range(3, 13)]));
        Assert.All(pooled.Zip(ring), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void A_target_must_be_a_binary_column()
    {
        ModelContext context = PredictorRing.Context(SixteenRecords.Cohort, EncoderFit.FitLocally(SixteenRecords.Cohort));
        foreach (string? target in new[] { null, "x1", "nothing" })
        {
            ArgumentException fault = Assert.Throws<ArgumentException>(() => new LogisticModel(context, new LogisticOptions { Target = target }));
            Assert.Contains("sick, died", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_of_sums_exchanges_nothing()
    {
        ModelContext context = PredictorRing.Context(SixteenRecords.Cohort, EncoderFit.FitLocally(SixteenRecords.Cohort));
        using LogisticModel model = new(context, _plain);
        Assert.Equal(0, model.Layout.Count);
        Assert.Equal(0, model.Train(new TrainingBudget(5), TestContext.Current.CancellationToken).Steps);
        model.ExportParameters([]);
        Assert.Throws<ArgumentException>(() => model.ImportParameters([1]));
        Assert.False(model.IsFitted);
    }
}
