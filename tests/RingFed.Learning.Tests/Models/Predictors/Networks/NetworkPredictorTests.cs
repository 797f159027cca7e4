using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.DeepSurv;
using RingFed.Learning.Models.Predictors.Savae;
using RingFed.Learning.Tests.Data;

namespace RingFed.Learning.Tests.Models.Predictors.Networks;

public sealed class NetworkPredictorTests
{
    private static readonly Cohort _training = SurvivalToy.Draw(400, seed: 1);
    private static readonly Cohort _test = SurvivalToy.Draw(400, seed: 2);
    private static readonly FittedEncoder _encoder = EncoderFit.FitLocally(_training);

    private static readonly Dictionary<string, string> _quick = new() { ["learningRate"] = "1e-2", ["weightDecay"] = "1e-4", ["dropout"] = "0" };

    private static IPredictiveModel Make(string name, Cohort? cohort = null, long training = 11, params (string Name, string Text)[] more)
    {
        Dictionary<string, string> texts = new(_quick);
        foreach ((string option, string text) in more)
        {
            texts[option] = text;
        }

        return (IPredictiveModel)ModelCatalog.Create(
            name, PredictorRing.Context(cohort ?? _training, _encoder, training: training), ModelCatalog.ParseOptions(name, texts));
    }

    private static TrainingReport Train(IPredictiveModel model, int steps, double proximal = 0) =>
        model.Train(new TrainingBudget(steps) { Proximal = proximal }, TestContext.Current.CancellationToken);

    private static float[] Export(IPredictiveModel model)
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }

    private static double Concordance(IPredictiveModel model, Cohort cohort)
    {
        SurvivalSample sample = SurvivalSample.Of(cohort, cohort.Schema.Endpoints[0]);
        return HarrellConcordance.Of(model.Predict(cohort.Take(sample.Rows)), sample)!.Value;
    }

    [Fact]
    public async Task DeepSurv_learns_a_bend_that_Cox_cannot()
    {
        using IPredictiveModel model = Make("deepsurv");
        double before = Concordance(model, _test);
        Train(model, 150);
        CoxModel cox = (await PredictorRing.FitAsync([_training], context => new CoxModel(context, new CoxOptions())))[0];
        Assert.InRange(Concordance(cox, _test), .5, .68);
        Assert.True(Concordance(model, _test) > Math.Max(.75, before), $"{before} to {Concordance(model, _test)}");
    }

    [Fact]
    public void Savae_learns_who_dies_first()
    {
        using IPredictiveModel model = Make("savae");
        Train(model, 600);
        Assert.True(Concordance(model, _test) > .7, $"{Concordance(model, _test)}");
    }

    [Theory]
    [InlineData("deepsurv")]
    [InlineData("savae")]
    public void The_same_seeds_give_the_same_bits_and_a_checkpoint_goes_on_as_the_run_would_have(string name)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.safetensors");
        (string, string)[] noisy = [("dropout", "0.2"), ("batchSize", "64")];
        using IPredictiveModel whole = Make(name, more: noisy);
        using IPredictiveModel half = Make(name, more: noisy);
        using IPredictiveModel resumed = Make(name, training: 99, more: noisy);
        Train(whole, 20);
        Train(half, 8);
        half.SaveCheckpoint(path);
        resumed.LoadCheckpoint(path);
        Train(resumed, 12);
        Assert.Equal(Export(whole), Export(resumed));
        using IPredictiveModel other = Make(name, more: ("width", "7"));
        Assert.Throws<InvalidDataException>(() => other.LoadCheckpoint(path));
    }

    [Theory]
    [InlineData("deepsurv")]
    [InlineData("savae")]
    public void Imported_parameters_are_those_exported_and_predict_alike(string name)
    {
        using IPredictiveModel from = Make(name);
        using IPredictiveModel to = Make(name, training: 12);
        Assert.Equal(Export(from), Export(to));
        Train(from, 5);
        to.ImportParameters(Export(from));
        Assert.Equal(from.Predict(_test), to.Predict(_test));
        Assert.Throws<ArgumentException>(() => to.ImportParameters([1]));
        Assert.All(from.Layout.Parameters, parameter => Assert.Equal(TrainedOn.Records, parameter.TrainedOn));
    }

    [Theory]
    [InlineData("deepsurv")]
    [InlineData("savae")]
    public void The_proximal_term_holds_parameters_near_those_the_call_began_with(string name)
    {
        using IPredictiveModel free = Make(name);
        using IPredictiveModel held = Make(name);
        float[] start = Export(free);
        Train(free, 60);
        Train(held, 60, proximal: 50);
        Assert.True(Distance(Export(held), start) < Distance(Export(free), start));
    }

    [Fact]
    public void Patience_ends_a_call_with_the_parameters_of_the_lowest_loss()
    {
        using IPredictiveModel model = Make("deepsurv", SurvivalToy.Draw(80, seed: 3), more: [("patience", "30"), ("width", "64"), ("learningRate", "0.05")]);
        TrainingReport report = Train(model, 2_000);
        Assert.InRange(report.Steps, 10, 1_969);
        using IPredictiveModel alone = Make("deepsurv", SurvivalToy.Draw(80, seed: 3), more: [("patience", "30"), ("width", "64"), ("learningRate", "0.05")]);
        Assert.Equal(report.Steps, Train(alone, report.Steps).Steps);
        Assert.Equal(Export(model), Export(alone));
        TrainingReport again = Train(model, 2_000);
        Assert.True(again.Losses["validation"] <= report.Losses["validation"] + 1e-9);
    }

    [Fact]
    public void A_call_that_keeps_the_start_reports_the_steps_it_took()
    {
        using IPredictiveModel model = Make("deepsurv", more: [("patience", "1000"), ("learningRate", "1e-3")]);
        Train(model, 400);
        float[] learnt = Export(model);
        using IPredictiveModel hasty = Make("deepsurv", more: [("patience", "1000"), ("learningRate", "100")]);
        hasty.ImportParameters(learnt);
        Assert.Equal(40, Train(hasty, 40).Steps);
        Assert.Equal(learnt, Export(hasty));
    }

    [Fact]
    public void Judges_without_an_event_end_no_call()
    {
        double[][] columns = [.. Enumerable.Range(0, 5).Select(column => _training.Column(column).ToArray())];
        columns[4] = [.. Enumerable.Range(0, 400).Select(row => row == 3 ? 1.0 : 0)];
        using IPredictiveModel model = Make("deepsurv", new Cohort(SurvivalToy.Schema, columns), more: [("patience", "5"), ("batchSize", "400")]);
        TrainingReport report = Train(model, 60);
        Assert.Equal(60, report.Steps);
        Assert.DoesNotContain("validation", report.Losses.Keys);
    }

    [Fact]
    public void A_call_shorter_than_a_look_keeps_what_it_learnt()
    {
        using IPredictiveModel model = Make("deepsurv", more: ("patience", "30"));
        float[] start = Export(model);
        Assert.Equal(4, Train(model, 4).Steps);
        Assert.NotEqual(start, Export(model));
    }

    [Theory]
    [InlineData("deepsurv")]
    [InlineData("savae")]
    public void Predictions_are_finite_for_missing_unseen_and_absent_values(string name)
    {
        using IPredictiveModel model = Make(name);
        Train(model, 5);
        Cohort odd = new(SurvivalToy.Schema, [[double.NaN, 3, -3], [0, 3, -3], [double.NaN, 2, 0], [double.NaN, 1, 1], [double.NaN, 0, 1]]);
        Assert.All(model.Predict(odd), risk => Assert.True(double.IsFinite(risk)));
        Assert.Empty(model.Predict(odd.Take([])));
    }

    [Theory]
    [InlineData("deepsurv")]
    [InlineData("savae")]
    public void A_silo_without_events_or_with_impossible_times_is_refused(string name)
    {
        double[][] columns = [.. Enumerable.Range(0, 5).Select(column => _training.Column(column).ToArray())];
        using IPredictiveModel living = Make(name, new Cohort(SurvivalToy.Schema, [.. columns[..4], new double[400]]));
        Assert.Contains("no event", Assert.Throws<InvalidOperationException>(() => Train(living, 1)).Message, StringComparison.Ordinal);
        columns[3][7] = 0;
        using IPredictiveModel wrong = Make(name, new Cohort(SurvivalToy.Schema, columns));
        Assert.Contains("not above 0", Assert.Throws<InvalidOperationException>(() => Train(wrong, 1)).Message, StringComparison.Ordinal);
        using IPredictiveModel empty = Make(name, _training.Take([]));
        Assert.Throws<InvalidOperationException>(() => Train(empty, 1));
    }

    [Fact]
    public void Options_out_of_range_are_refused_with_the_rule()
    {
        foreach ((string model, string option, string text) in new[]
            { ("deepsurv", "layers", "0"), ("deepsurv", "dropout", "1"), ("savae", "latent", "0"), ("savae", "validation", "0.6"), ("savae", "batchSize", "1") })
        {
            ArgumentException fault = Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions(model, new Dictionary<string, string> { [option] = text }));
            Assert.Contains(option, fault.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new DeepSurvOptions(), ModelCatalog.ParseOptions("deepsurv", new Dictionary<string, string>()));
        Assert.Equal(new SavaeOptions(), ModelCatalog.ParseOptions("savae", new Dictionary<string, string>()));
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (double)(pair.First - pair.Second)));
}
