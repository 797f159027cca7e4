using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Privacy;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;
using TorchSharp;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;
using static RingFed.Learning.Tests.Models.VaeBgm.VaeToy;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class VaeBgmModelTests : IDisposable
{
    private static readonly Cohort _cohort = TableToy.Draw(600, seed: 4);

    private readonly string _folder = Directory.CreateTempSubdirectory("vae").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_catalogue_makes_it_and_plans_its_sums_from_the_options()
    {
        using IGenerativeModel model = ModelCatalog.CreateGenerator("vae-bgm", Context(_cohort), VaeToy.Small);
        Assert.Equal("vae-bgm", model.Layout.Model);
        Assert.Equal(new FitPlan(0, true, 8), ModelCatalog.PlanOf("vae-bgm", TableToy.Schema, new Dictionary<string, string> { ["mixtureIterations"] = "7" }));
        Assert.All(model.Layout.Parameters, parameter => Assert.Contains(parameter.Role, new[] { "encoder", "decoder" }));
        Assert.Throws<ExportRefusedException>(() => ExportGuard.Check(model.Layout, differentialPrivacy: true));
        Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions("vae-bgm", new Dictionary<string, string> { ["components"] = "65" }));
    }

    [Fact]
    public void The_same_seeds_train_to_the_same_bits_and_another_training_seed_does_not()
    {
        using VaeBgmModel first = VaeToy.Model(_cohort, training: 1);
        using VaeBgmModel second = VaeToy.Model(_cohort, training: 1);
        using VaeBgmModel other = VaeToy.Model(_cohort, training: 2);
        Assert.Equal(Export(first), Export(other));
        first.Train(25);
        second.Train(25);
        other.Train(25);
        Assert.Equal(Export(first), Export(second));
        Assert.NotEqual(Export(first), Export(other));
    }

    [Fact]
    public async Task A_short_fit_learns_that_mutation_follows_grade_and_survival_its_curve()
    {
        Cohort cohort = TableToy.Draw(1000, seed: 4);
        using VaeBgmModel model = VaeToy.Model(cohort, VaeToy.Small with { Components = 20 });
        Assert.InRange(Dependence(model.Sample(2000)), -0.15, 0.15);
        model.Train(600);
        await FitAlone(model);
        Cohort drawn = model.Sample(2000);

        Assert.InRange(Dependence(drawn), Dependence(cohort) - 0.25, Dependence(cohort) + 0.1);
        Assert.Equal(cohort.Column(TableToy.Event).ToArray().Average(), drawn.Column(TableToy.Event).ToArray().Average(), 0.06);
        Assert.Equal(Share(cohort, 2), Share(drawn, 2), 0.06);

        double Share(Cohort rows, double years) => rows.Column(TableToy.Time).ToArray().Average(time => time < years ? 1.0 : 0);
    }

    [Fact]
    public async Task Silos_that_share_parameters_fit_the_same_mixture_and_draw_the_same_rows()
    {
        Cohort[] parts = [_cohort.Take([.. Enumerable.Range(0, 400)]), _cohort.Take([.. Enumerable.Range(400, 195)]), _cohort.Take([.. Enumerable.Range(595, 5)])];
        FittedEncoder encoder = Context(_cohort).Encoder;
        VaeBgmModel[] models = [.. parts.Select((part, i) => new VaeBgmModel(Context(part, training: i) with { Encoder = encoder }, VaeToy.Small))];
        models[0].Train(30);
        string[] names = ["a", "b", "c"];
        LocalRing ring = new(names);
        Assert.All(models, model => model.ImportParameters(Export(models[0])));
        await Task.WhenAll(models.Select((model, i) => model.FitAsync(FitStage.AfterTraining, ring.For(names[i]), TestContext.Current.CancellationToken)));

        Assert.All(models, model => Assert.Equal(Columns(models[0].Sample(50)), Columns(model.Sample(50))));
        foreach (VaeBgmModel model in models)
        {
            model.Dispose();
        }
    }

    [Fact]
    public async Task A_mixture_is_kept_with_the_parameters_it_was_fitted_for_and_with_no_others()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort);
        using VaeBgmModel loaded = VaeToy.Model(_cohort, training: 99);
        model.Train(30);
        double[][] fromPrior = Columns(model.Sample(20));
        await FitAlone(model);
        double[][] fromMixture = Columns(model.Sample(20));
        Assert.NotEqual(fromPrior, fromMixture);

        model.SaveCheckpoint(FilePath);
        loaded.LoadCheckpoint(FilePath);
        loaded.ImportParameters(Export(model));
        Assert.Equal(fromMixture, Columns(loaded.Sample(20)));

        float[] others = Export(model);
        others[^1]++;
        loaded.ImportParameters(others);
        loaded.ImportParameters(Export(model));
        Assert.Equal(fromPrior, Columns(loaded.Sample(20)));
    }

    [Fact]
    public void Training_resumed_from_a_checkpoint_goes_on_to_the_same_bits()
    {
        using VaeBgmModel whole = VaeToy.Model(_cohort, training: 3);
        whole.Train(25);
        whole.SaveCheckpoint(FilePath);
        whole.Train(25);

        using VaeBgmModel resumed = VaeToy.Model(_cohort, training: 99);
        resumed.Train(1);
        resumed.LoadCheckpoint(FilePath);
        resumed.Train(25);
        Assert.Equal(Export(whole), Export(resumed));

        using RingFed.Learning.Models.Ctgan.CtganModel other = CtganToy.Model(_cohort);
        Assert.Throws<InvalidDataException>(() => other.LoadCheckpoint(FilePath));
    }

    [Fact]
    public void All_rows_hold_the_conditions_asked_for_and_keep_the_schema()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort);
        model.Train(60);
        Cohort drawn = model.Sample(300, new CategoryCondition(TableToy.Grade, 0), new CategoryCondition(TableToy.Event, 1), new RangeCondition(TableToy.Age, 40, 50.5), new RangeCondition(TableToy.Time, 0.5, 3));
        Assert.Equal(300, drawn.Count);
        for (int row = 0; row < drawn.Count; row++)
        {
            Assert.Equal((0.0, 1.0), (drawn[row, TableToy.Grade], drawn[row, TableToy.Event]));
            Assert.InRange(drawn[row, TableToy.Age], 40, 50.5);
            Assert.InRange(drawn[row, TableToy.Time], 0.5, 3);
        }

        Cohort free = model.Sample(500);
        Assert.All(free.Column(TableToy.Grade).ToArray(), grade => Assert.NotEqual(3, grade));
        Assert.Contains(free.Column(TableToy.Age).ToArray(), double.IsNaN);
    }

    [Fact]
    public void Rows_under_a_condition_are_those_that_rejection_would_have_kept()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort);
        model.Train(300);
        Cohort free = model.Sample(30_000);
        int[] kept = [.. Enumerable.Range(0, free.Count).Where(row => free[row, TableToy.Grade] == 2 && free[row, TableToy.Age] is >= 60 and <= 70)];
        Cohort asked = model.Sample(4_000, new CategoryCondition(TableToy.Grade, 2), new RangeCondition(TableToy.Age, 60, 70));

        Assert.True(kept.Length > 500);
        foreach (int column in (int[])[TableToy.Mutated, TableToy.Event, TableToy.Time, TableToy.Age])
        {
            double[] rejected = [.. kept.Select(row => free[row, column])];
            double error = Math.Sqrt(rejected.Average(value => Math.Pow(value - rejected.Average(), 2)) / kept.Length);
            Assert.Equal(rejected.Average(), asked.Column(column).ToArray().Average(), 4 * error);
        }
    }

    [Fact]
    public void Codes_are_bounded_and_the_same_each_time_and_carry_what_was_learnt()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort);
        model.Train(300);
        double[] codes = model.Codes(_cohort);
        Assert.Equal(_cohort.Count * model.LatentSize, codes.Length);
        Assert.Equal(codes, model.Codes(_cohort));
        Assert.All(codes, code => Assert.InRange(code, -10, 10));
        Assert.Empty(model.Codes(_cohort.Take([])));
        double[] apart = [.. Enumerable.Range(0, model.LatentSize).Select(Separation)];
        Assert.True(apart.Max() > 0.8, $"high and low grade lie apart by {string.Join(", ", apart.Select(d => d.ToString("f2", System.Globalization.CultureInfo.InvariantCulture)))} standard deviations");

        // |difference of means| between high and low grade, in standard deviations of the coordinate.
        double Separation(int coordinate)
        {
            double[] values = [.. Enumerable.Range(0, _cohort.Count).Select(row => codes[(row * model.LatentSize) + coordinate])];
            double spread = Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
            return spread > 0 ? Math.Abs(Mean(2) - Mean(0)) / spread : 0;

            double Mean(int grade) => values.Where((_, row) => _cohort[row, TableToy.Grade] == grade).Average();
        }
    }

    [Fact]
    public void Imputation_fills_what_is_missing_by_what_is_observed_and_leaves_the_rest()
    {
        Cohort whole = TableToy.Draw(1000, seed: 4);
        using VaeBgmModel model = VaeToy.Model(whole);
        model.Train(600);
        double[][] holes = Columns(whole);
        for (int row = 0; row < whole.Count; row += 2)
        {
            holes[TableToy.Grade][row] = double.NaN;
        }

        Cohort filled = model.Impute(new Cohort(TableToy.Schema, holes), seed: 1);
        Assert.Equal(Columns(filled), Columns(model.Impute(new Cohort(TableToy.Schema, holes), seed: 1)));
        int[] hidden = [.. Enumerable.Range(0, whole.Count).Where(row => row % 2 == 0)];
        Assert.All(Enumerable.Range(0, whole.Count).Except(hidden), row => Assert.True(double.IsNaN(whole[row, TableToy.Grade]) || whole[row, TableToy.Grade] == filled[row, TableToy.Grade]));
        Assert.All(Columns(filled), column => Assert.DoesNotContain(column, double.IsNaN));

        // Grade is hidden, mutation tells of it: 10 % among low grades, 90 % among high ones.
        Assert.True(Dependence(filled.Take(hidden)) > 0.4, $"dependence {Dependence(filled.Take(hidden)):f2}");
    }

    [Fact]
    public void Training_ends_early_where_the_records_held_out_gain_nothing_and_keeps_the_best()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort, VaeToy.Small with { Patience = 2, LearningRate = 0.05 });
        TrainingReport report = model.Train(4_000);
        Assert.InRange(report.Steps, 1, 3_999);
        Assert.Equal(["divergence", "reconstruction"], report.Losses.Keys.Order());

        // The report counts the steps of what is kept: as many alone lead there too.
        using VaeBgmModel again = VaeToy.Model(_cohort, VaeToy.Small with { Patience = 2, LearningRate = 0.05 });
        Assert.Equal(report.Steps, again.Train(report.Steps).Steps);
        Assert.Equal(Export(model), Export(again));
    }

    [Fact]
    public void Under_a_privacy_mechanism_no_record_is_held_out_to_stop_by()
    {
        VaeBgmOptions hasty = VaeToy.Small with { Patience = 1, LearningRate = 0.2 };
        using VaeBgmModel plain = VaeToy.Model(_cohort, hasty);
        using VaeBgmModel guarded = new(Context(_cohort), hasty, gradients: new NamedGradients());
        Assert.InRange(plain.Train(300).Steps, 1, 279);
        Assert.Equal(300, guarded.Train(300).Steps);
        ExportGuard.Check(guarded.Layout, differentialPrivacy: true);
    }

    [Fact]
    public void The_proximal_pull_keeps_parameters_near_those_the_call_began_with()
    {
        using VaeBgmModel free = VaeToy.Model(_cohort);
        using VaeBgmModel pulled = VaeToy.Model(_cohort);
        float[] start = Export(free);
        free.Train(new TrainingBudget(40), CancellationToken.None);
        pulled.Train(new TrainingBudget(40) { Proximal = 10 }, CancellationToken.None);
        Assert.InRange(Distance(Export(pulled), start), 1e-3, 0.7 * Distance(Export(free), start));

        double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
    }

    [Fact]
    public void Records_chosen_by_a_poisson_sampler_train_even_where_a_batch_is_empty()
    {
        using VaeBgmModel model = new(Context(_cohort), VaeToy.Small, new PoissonSampler(600, 0.001, seed: 1));
        Assert.Equal(8, model.Train(8).Steps);
        Assert.All(Export(model), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_training_before_it_spoils_the_parameters()
    {
        using VaeBgmModel model = VaeToy.Model(_cohort);
        float[] parameters = Export(model);
        parameters[^1] = float.NaN;
        model.ImportParameters(parameters);
        Assert.Contains("step 0", Assert.Throws<TrainingDivergedException>(() => model.Train(3)).Message, StringComparison.Ordinal);
        Assert.Equal(parameters, Export(model));
    }

    [Fact]
    public void Training_is_booked_first_and_a_silo_without_records_can_draw_but_not_train()
    {
        CountingLedger ledger = new();
        using VaeBgmModel model = VaeToy.Model(_cohort, ledger: ledger);
        model.Train(1);
        Assert.Equal((LedgerPurpose.Training, "vae-bgm"), (ledger.Entries.Single().Purpose, ledger.Entries.Single().Name));

        using VaeBgmModel empty = new(Context(_cohort) with { Cohort = _cohort.Take([]) }, VaeToy.Small);
        Assert.Equal(10, empty.Sample(10).Count);
        Assert.Throws<InvalidOperationException>(() => empty.Train(1));
    }

    [Fact]
    public async Task Columns_that_are_constant_or_missing_throughout_are_drawn_as_they_are()
    {
        double[][] columns = Columns(_cohort);
        Array.Fill(columns[TableToy.Age], double.NaN);
        Array.Fill(columns[TableToy.Mutated], 1);
        Cohort odd = new(TableToy.Schema, columns);
        using VaeBgmModel model = new(Context(odd) with { Encoder = EncoderFit.FitLocally(odd) }, VaeToy.Small);
        model.Train(20);
        await FitAlone(model);
        Cohort drawn = model.Sample(100);
        Assert.All(drawn.Column(TableToy.Age).ToArray(), age => Assert.True(double.IsNaN(age)));
        Assert.All(drawn.Column(TableToy.Mutated).ToArray(), mutated => Assert.Equal(1, mutated));
        Assert.All(model.Impute(odd, seed: 1).Column(TableToy.Age).ToArray(), age => Assert.True(double.IsNaN(age)));
    }

    [Fact]
    public void Every_tensor_is_gone_once_the_model_is()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (VaeBgmModel model = VaeToy.Model(_cohort))
        {
            model.Train(20);
            long held = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            model.Train(20);
            model.Sample(10, new CategoryCondition(TableToy.Grade, 0));
            model.Codes(_cohort);
            model.AnchorCodes();
            model.Impute(_cohort, seed: 1);
            Assert.Equal(held, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Task FitAlone(VaeBgmModel model) =>
        model.FitAsync(FitStage.AfterTraining, new LocalRing(["alone"]).For("alone"), TestContext.Current.CancellationToken);

    /// <summary>Share mutated among high grades less that among low ones.</summary>
    private static double Dependence(Cohort cohort)
    {
        double Share(int grade) => Enumerable.Range(0, cohort.Count).Where(row => cohort[row, TableToy.Grade] == grade).Average(row => cohort[row, TableToy.Mutated]);
        return Share(2) - Share(0);
    }

    private sealed class NamedGradients : IGradientEstimator
    {
        private readonly PlainGradientEstimator _plain = new();

        public string? Mechanism => "named";

        public IList<torch.Tensor> Estimate(torch.Tensor losses, IList<torch.Tensor> parameters, int expectedSize) => _plain.Estimate(losses, parameters, expectedSize);
    }
}
