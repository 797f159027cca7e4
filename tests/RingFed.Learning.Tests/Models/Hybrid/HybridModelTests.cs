using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.BayesianNetwork;
using RingFed.Learning.Tests.Models.Ctgan;
using TorchSharp;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;

namespace RingFed.Learning.Tests.Models.Hybrid;

public sealed class HybridModelTests : IDisposable
{
    private static readonly Cohort _cohort = TableToy.Draw(600, seed: 4);

    private readonly string _folder = Directory.CreateTempSubdirectory("hybrid").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_catalogue_makes_it_and_plans_the_networks_sums_training_and_one_more()
    {
        using IGenerativeModel model = ModelCatalog.CreateGenerator("hybrid", Context(_cohort), HybridToy.Small);
        Dictionary<string, string> none = [];
        FitPlan network = ModelCatalog.PlanOf("bayesian-network", TableToy.Schema, none);
        Assert.Equal(new FitPlan(network.SumsBefore, true, 1), ModelCatalog.PlanOf("hybrid", TableToy.Schema, none));
        Assert.All(model.Layout.Parameters, parameter => Assert.Equal("decoder", parameter.Role));
        Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions("hybrid", new Dictionary<string, string> { ["unitSize"] = "0" }));
    }

    [Fact]
    public async Task It_learns_what_no_pair_of_columns_tells_the_network()
    {
        Cohort cohort = HybridToy.Parity(1_200, seed: 3);
        using HybridModel model = await HybridToy.BeginAsync(cohort);
        Assert.InRange(Apart(model.Sample(2_000)), -0.3, 0.3);
        model.Train(600);
        Assert.InRange(Apart(model.Sample(2_000)), 3.5, 5.5);

        // Mean value where the number of heads is odd, less where it is even; 5 in truth.
        static double Apart(Cohort rows)
        {
            ILookup<bool, double> byParity = Enumerable.Range(0, rows.Count).ToLookup(
                row => (rows[row, HybridToy.First] + rows[row, HybridToy.Second] + rows[row, HybridToy.Third]) % 2 == 1, row => rows[row, HybridToy.Value]);
            return byParity[true].Average() - byParity[false].Average();
        }
    }

    [Fact]
    public async Task Until_it_is_trained_it_draws_as_often_as_the_network_does()
    {
        using HybridModel model = await HybridToy.BeginAsync(_cohort);
        using BayesianNetworkModel network = await NetworkToy.FitAsync(_cohort);
        (Cohort drawn, Cohort expected) = (model.Sample(6_000), network.Sample(6_000));
        foreach (int column in (int[])[TableToy.Grade, TableToy.Mutated, TableToy.Event, TableToy.Time])
        {
            Assert.Equal(expected.Share(row => expected[row, column] >= 1), drawn.Share(row => drawn[row, column] >= 1), 0.03);
        }
    }

    [Fact]
    public async Task Rows_under_conditions_are_those_that_rejection_would_have_kept()
    {
        using HybridModel model = await HybridToy.BeginAsync(HybridToy.Parity(1_200, seed: 3));
        model.Train(300);
        Cohort free = model.Sample(20_000);
        int[] kept = [.. Enumerable.Range(0, free.Count).Where(row => free[row, HybridToy.Value] is >= 6.3 and <= 8 && free[row, HybridToy.First] == 1)];
        Cohort asked = model.Sample(3_000, new RangeCondition(HybridToy.Value, 6.3, 8), new CategoryCondition(HybridToy.First, 1));
        Assert.Equal(3_000, asked.Count);
        Assert.All(Enumerable.Range(0, asked.Count), row => Assert.True(asked[row, HybridToy.Value] is >= 6.3 and <= 8 && asked[row, HybridToy.First] == 1));
        Cohort rejected = free.Take(kept);
        Assert.True(kept.Length > 1_000);
        bool Alike(Cohort rows, int row) => rows[row, HybridToy.Second] == rows[row, HybridToy.Third];
        Assert.Equal(rejected.Share(row => Alike(rejected, row)), asked.Share(row => Alike(asked, row)), 0.06);
        Assert.Equal(rejected.Column(HybridToy.Value).ToArray().Average(), asked.Column(HybridToy.Value).ToArray().Average(), 0.08);

        // What is asked of the number tells of the coins: without it they would be alike half of the time.
        Assert.InRange(asked.Share(row => Alike(asked, row)), 0.75, 1);
    }

    [Fact]
    public async Task Conditions_on_survival_hold_and_what_nobody_has_is_refused_by_name()
    {
        using HybridModel model = await HybridToy.BeginAsync(_cohort);
        Cohort drawn = model.Sample(200, new CategoryCondition(TableToy.Event, 1), new RangeCondition(TableToy.Time, 0.5, 3), new RangeCondition(TableToy.Age, 40, 50.5));
        Assert.All(Enumerable.Range(0, drawn.Count), row => Assert.True(drawn[row, TableToy.Event] == 1 && drawn[row, TableToy.Time] is >= 0.5 and <= 3 && drawn[row, TableToy.Age] is >= 40 and <= 50.5));
        UnsatisfiableConditionException refusal = Assert.Throws<UnsatisfiableConditionException>(() => model.Sample(5, new CategoryCondition(TableToy.Grade, 3)));
        Assert.Contains("grade = never", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_decoder_tells_nothing_of_others_the_network_draws_alone_and_where_it_does_it_is_followed()
    {
        using HybridModel misled = await HybridToy.BeginAsync(_cohort);
        float[] drifted = Export(misled);
        for (int i = 1; i <= 16; i++)
        {
            drifted[^i] += 1.5f;
        }

        misled.ImportParameters(drifted);
        double real = _cohort.Column(TableToy.Event).ToArray().Average();
        Assert.True(misled.Sample(4_000).Column(TableToy.Event).ToArray().Average() - real > 0.1);
        double[][] followed = HybridToy.Columns(misled.Sample(20));
        await misled.ChooseStrengthAsync();
        Assert.Equal(real, misled.Sample(4_000).Column(TableToy.Event).ToArray().Average(), 0.03);

        // The strength is for these parameters: others are followed all the way.
        drifted[0]++;
        misled.ImportParameters(drifted);
        drifted[0]--;
        misled.ImportParameters(drifted);
        Assert.Equal(followed, HybridToy.Columns(misled.Sample(20)));

        using HybridModel learnt = await HybridToy.BeginAsync(HybridToy.Parity(1_200, seed: 3));
        learnt.Train(600);
        double[][] before = HybridToy.Columns(learnt.Sample(20));
        await learnt.ChooseStrengthAsync();
        Assert.Equal(before, HybridToy.Columns(learnt.Sample(20)));
    }

    [Fact]
    public async Task Silos_that_share_parameters_choose_alike_and_draw_the_same_rows()
    {
        Cohort[] parts = [_cohort.Take([.. Enumerable.Range(0, 400)]), _cohort.Take([.. Enumerable.Range(400, 200)]), _cohort.Take([])];
        FittedEncoder encoder = EncoderFit.FitLocally(_cohort);
        HybridModel[] models = [.. parts.Select((part, i) => HybridToy.Unfitted(part, encoder, training: i))];
        string[] names = ["a", "b", "c"];
        LocalRing ring = new(names);
        await Fit(FitStage.BeforeTraining);
        models[0].Train(30);
        Assert.All(models, model => model.ImportParameters(Export(models[0])));
        await Fit(FitStage.AfterTraining);

        Assert.All(models, model => Assert.Equal(HybridToy.Columns(models[0].Sample(50)), HybridToy.Columns(model.Sample(50))));
        Assert.Throws<InvalidOperationException>(() => models[2].Train(1));
        foreach (HybridModel model in models)
        {
            model.Dispose();
        }

        Task Fit(FitStage stage) => Task.WhenAll(models.Select((model, i) => model.FitAsync(stage, ring.For(names[i]), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Training_resumed_from_a_checkpoint_goes_on_to_the_same_bits()
    {
        using HybridModel whole = await HybridToy.BeginAsync(_cohort, training: 3);
        whole.Train(25);
        whole.SaveCheckpoint(FilePath);
        whole.Train(25);

        using HybridModel resumed = await HybridToy.BeginAsync(_cohort, training: 99);
        resumed.Train(1);
        resumed.LoadCheckpoint(FilePath);
        resumed.Train(25);
        Assert.Equal(Export(whole), Export(resumed));

        using BayesianNetworkModel network = NetworkToy.Unfitted(_cohort, EncoderFit.FitLocally(_cohort));
        Assert.Throws<InvalidDataException>(() => network.LoadCheckpoint(FilePath));
    }

    [Fact]
    public async Task A_finished_model_is_kept_with_its_strengths()
    {
        using HybridModel model = await HybridToy.BeginAsync(_cohort);
        model.Train(20);
        await model.ChooseStrengthAsync();
        model.SaveCheckpoint(FilePath);
        using HybridModel loaded = HybridToy.Unfitted(_cohort, EncoderFit.FitLocally(_cohort), training: 99);
        Assert.Throws<InvalidOperationException>(() => loaded.Sample(1));
        loaded.LoadCheckpoint(FilePath);
        Assert.Equal(HybridToy.Columns(model.Sample(50)), HybridToy.Columns(loaded.Sample(50)));
    }

    [Fact]
    public async Task One_record_changes_no_sum_by_more_than_it_declares()
    {
        FittedEncoder encoder = EncoderFit.FitLocally(_cohort);
        using HybridModel with = HybridToy.Unfitted(_cohort, encoder);
        RecordedRing asked = new();
        await with.FitAsync(FitStage.BeforeTraining, asked, TestContext.Current.CancellationToken);
        await with.FitAsync(FitStage.AfterTraining, asked, TestContext.Current.CancellationToken);

        using HybridModel without = HybridToy.Unfitted(_cohort.Take([.. Enumerable.Range(1, _cohort.Count - 1)]), encoder);
        RecordedRing other = new(asked.Totals);
        await without.FitAsync(FitStage.BeforeTraining, other, TestContext.Current.CancellationToken);
        await without.FitAsync(FitStage.AfterTraining, other, TestContext.Current.CancellationToken);
        asked.RequireWithinSensitivity(other);
    }

    [Fact]
    public async Task A_call_that_keeps_the_start_reports_the_steps_it_took()
    {
        using HybridModel model = await HybridToy.BeginAsync(_cohort, options: HybridToy.Small with { LearningRate = 10 });
        float[] start = Export(model);
        Assert.Equal(60, model.Train(60).Steps);
        Assert.Equal(start, Export(model));
    }

    [Fact]
    public async Task A_loss_that_is_no_number_stops_training_before_it_spoils_the_parameters()
    {
        using HybridModel model = await HybridToy.BeginAsync(_cohort);
        float[] parameters = Export(model);
        parameters[^1] = float.NaN;
        model.ImportParameters(parameters);
        Assert.Contains("step 0", Assert.Throws<TrainingDivergedException>(() => model.Train(3)).Message, StringComparison.Ordinal);
        Assert.Equal(parameters, Export(model));
    }

    [Fact]
    public void A_schema_of_categories_alone_is_sent_to_the_network()
    {
        Cohort cohort = HybridToy.Parity(100, seed: 1);
        Cohort coins = new(cohort.Schema with { Columns = [.. cohort.Schema.Columns.Take(3)] }, [.. HybridToy.Columns(cohort).Take(3)]);
        Assert.Contains("bayesian-network", Assert.Throws<ArgumentException>(() => HybridToy.Unfitted(coins, EncoderFit.FitLocally(coins))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ModelCatalog.PlanOf("hybrid", coins.Schema, new Dictionary<string, string>()));
    }

    [Fact]
    public async Task Columns_that_are_constant_or_missing_throughout_are_drawn_as_they_are()
    {
        double[][] columns = HybridToy.Columns(_cohort);
        Array.Fill(columns[TableToy.Age], double.NaN);
        Array.Fill(columns[TableToy.Mutated], 1);
        using HybridModel model = await HybridToy.BeginAsync(new Cohort(TableToy.Schema, columns));
        model.Train(20);
        await model.ChooseStrengthAsync();
        Cohort drawn = model.Sample(100);
        Assert.All(drawn.Column(TableToy.Age).ToArray(), age => Assert.True(double.IsNaN(age)));
        Assert.All(drawn.Column(TableToy.Mutated).ToArray(), mutated => Assert.Equal(1, mutated));
    }

    [Fact]
    public async Task Every_tensor_is_gone_once_the_model_is()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (HybridModel model = await HybridToy.BeginAsync(_cohort))
        {
            model.Train(20);
            long held = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            model.Train(20);
            model.Sample(10, new CategoryCondition(TableToy.Grade, 0));
            Assert.Equal(held, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
