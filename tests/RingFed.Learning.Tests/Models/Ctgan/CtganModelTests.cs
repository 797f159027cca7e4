using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Privacy;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class CtganModelTests
{
    private static readonly Cohort _cohort = TableToy.Draw(600, seed: 4);

    [Fact]
    public void The_layout_names_every_exchanged_parameter_with_role_and_origin()
    {
        using CtganModel model = Model(_cohort);
        Assert.All(model.Layout.Parameters, parameter => Assert.StartsWith(parameter.Role + ".", parameter.Name, StringComparison.Ordinal));
        Assert.All(model.Layout.Parameters, parameter => Assert.Equal((TrainedOn.Records, null), (parameter.TrainedOn, parameter.Mechanism)));
        Assert.Equal(Export(model).Length, model.Layout.Parameters.Sum(parameter => parameter.Count));
        Assert.Throws<ExportRefusedException>(() => ExportGuard.Check(model.Layout, differentialPrivacy: true));
    }

    [Fact]
    public void The_weight_seed_alone_fixes_the_initial_parameters()
    {
        using CtganModel here = Model(_cohort, training: 1);
        using CtganModel there = Model(_cohort, training: 2);
        Assert.Equal(Export(here), Export(there));
        Assert.Contains(Export(here), value => value is not (0 or 1));
    }

    [Fact]
    public void The_same_seeds_train_to_the_same_bits_and_another_training_seed_does_not()
    {
        using CtganModel first = Model(_cohort, training: 1);
        using CtganModel second = Model(_cohort, training: 1);
        using CtganModel other = Model(_cohort, training: 2);
        first.Train(5);
        second.Train(5);
        other.Train(5);
        Assert.Equal(Export(first), Export(second));
        Assert.NotEqual(Export(first), Export(other));
    }

    [Fact]
    public void Import_is_the_inverse_of_export()
    {
        using CtganModel trained = Model(_cohort);
        using CtganModel fresh = Model(_cohort);
        trained.Train(3);
        fresh.ImportParameters(Export(trained));
        Assert.Equal(Export(trained), Export(fresh));
        Assert.Equal(Columns(trained.Sample(20)), Columns(fresh.Sample(20)));
        Assert.Throws<ArgumentException>(() => fresh.ImportParameters(new float[3]));
    }

    [Fact]
    public void Rows_keep_the_schema_and_the_same_seed_draws_the_same_rows()
    {
        using CtganModel model = Model(_cohort);
        model.Train(20);
        Cohort rows = model.Sample(500);
        Assert.Equal(500, rows.Count);
        Assert.Equal(Columns(rows), Columns(model.Sample(500)));
        for (int row = 0; row < rows.Count; row++)
        {
            Assert.True(double.IsNaN(rows[row, TableToy.Age]) || rows[row, TableToy.Age] is >= 20 and <= 100);
            Assert.InRange(rows[row, TableToy.Time], 0.1, 8);
            Assert.Equal(Math.Round(rows[row, TableToy.Time], 2), rows[row, TableToy.Time]);
            Assert.Contains(rows[row, TableToy.Mutated], new double[] { 0, 1 });
            Assert.NotEqual(3, rows[row, TableToy.Grade]);
        }
    }

    [Fact]
    public void All_rows_hold_the_conditions_asked_for()
    {
        using CtganModel model = Model(_cohort);
        model.Train(60);
        Assert.All(model.Sample(200, new CategoryCondition(TableToy.Grade, 2)).Column(TableToy.Grade).ToArray(), grade => Assert.Equal(2, grade));

        Cohort several = model.Sample(200, new CategoryCondition(TableToy.Grade, 0), new CategoryCondition(TableToy.Event, 1), new RangeCondition(TableToy.Age, 40, 60), new RangeCondition(TableToy.Time, 0.5, 3));
        Assert.Equal(200, several.Count);
        for (int row = 0; row < several.Count; row++)
        {
            Assert.Equal((0.0, 1.0), (several[row, TableToy.Grade], several[row, TableToy.Event]));
            Assert.InRange(several[row, TableToy.Age], 40, 60);
            Assert.InRange(several[row, TableToy.Time], 0.5, 3);
        }
    }

    [Fact]
    public void Training_is_booked_in_the_ledger_before_it_begins_and_a_refusal_trains_nothing()
    {
        CountingLedger ledger = new();
        using CtganModel model = new(Context(_cohort, ledger: ledger), Small);
        model.Train(1);
        Assert.Equal((LedgerPurpose.Training, "ctgan"), (ledger.Entries.Single().Purpose, ledger.Entries.Single().Name));

        using CtganModel refused = new(Context(_cohort, ledger: new SpentLedger()), Small);
        float[] before = Export(refused);
        Assert.Throws<BudgetSpentException>(() => refused.Train(1));
        Assert.Equal(before, Export(refused));
    }

    [Fact]
    public void Training_stops_at_the_time_asked_for_and_reports_what_was_done()
    {
        using CtganModel model = Model(_cohort);
        Assert.Equal(0, model.Train(new TrainingBudget(100, TimeSpan.Zero), CancellationToken.None).Steps);
        TrainingReport report = model.Train(2);
        Assert.Equal((2, 600L), (report.Steps, report.Records));
        Assert.Equal(["condition", "critic", "generator"], report.Losses.Keys.Order());
        Assert.All(report.Losses.Values, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_training_before_it_spoils_the_parameters()
    {
        using CtganModel model = Model(_cohort);
        float[] parameters = Export(model);
        parameters[^1] = float.NaN;
        model.ImportParameters(parameters);
        TrainingDivergedException fault = Assert.Throws<TrainingDivergedException>(() => model.Train(3));
        Assert.Contains("step 0", fault.Message, StringComparison.Ordinal);
        Assert.Equal(parameters, Export(model));
    }

    [Fact]
    public void A_gradient_that_overflows_on_the_last_step_is_found_before_anything_is_exchanged()
    {
        using CtganModel model = new(Context(_cohort), Small, criticGradients: new OverflowingGradients());

        TrainingDivergedException fault = Assert.Throws<TrainingDivergedException>(() => model.Train(1));

        Assert.Contains("moments are no longer numbers", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sampler_of_its_own_is_refused_where_records_are_packed() =>
        Assert.Throws<ArgumentException>(() => new CtganModel(Context(_cohort), Small, new PoissonSampler(600, 0.1, seed: 1)));

    [Fact]
    public void A_silo_without_records_can_draw_but_not_train()
    {
        using CtganModel model = new(Context(_cohort) with { Cohort = _cohort.Take([]) }, Small);
        Assert.Equal(10, model.Sample(10).Count);
        Assert.Throws<InvalidOperationException>(() => model.Train(1));
    }

    [Fact]
    public void Records_chosen_by_a_poisson_sampler_train_even_where_a_batch_is_empty()
    {
        CtganOptions single = Small with { Pac = 1 };
        using CtganModel model = new(Context(_cohort), single, new PoissonSampler(600, 0.001, seed: 1));
        Assert.Equal(8, model.Train(8).Steps);
        Assert.All(Export(model), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_cohort_of_numbers_alone_has_nothing_to_condition_on_and_trains()
    {
        CohortSchema schema = new() { Name = "numbers", Origin = CohortOrigin.Simulated, Columns = [TableToy.Schema.Columns[TableToy.Time]] };
        Cohort numbers = new(schema, [_cohort.Column(TableToy.Time).ToArray()]);
        using CtganModel model = new(Context(_cohort) with { Encoder = EncoderFit.FitLocally(numbers), Cohort = numbers }, Small);
        Assert.Equal(2, model.Train(2).Steps);
        Assert.Equal(10, model.Sample(10).Count);
    }

    [Fact]
    public void The_proximal_pull_keeps_parameters_near_those_the_call_began_with()
    {
        using CtganModel free = Model(_cohort);
        using CtganModel pulled = Model(_cohort);
        float[] start = Export(free);
        free.Train(20);
        pulled.Train(new TrainingBudget(20) { Proximal = 10 }, CancellationToken.None);
        Assert.InRange(Distance(Export(pulled)), 1e-3, 0.7 * Distance(Export(free)));

        double Distance(float[] values) => Math.Sqrt(values.Zip(start, (x, y) => (double)(x - y) * (x - y)).Sum());
    }

    [Fact]
    public void Every_tensor_is_gone_once_the_model_is()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (CtganModel model = Model(_cohort))
        {
            model.Train(2);
            long held = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            model.Train(2);
            Assert.Equal(held, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            model.Sample(10);
            Assert.Equal(held, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static double[][] Columns(Cohort cohort) => [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];

    private sealed class SpentLedger : ILedger
    {
        public double EpsilonSpent => 1;

        public void Reserve(LedgerEntry entry) => throw new BudgetSpentException("spent");
    }

    /// <summary>Gradients whose squares overflow float32: the second moment is infinite, while parameters and losses stay numbers.</summary>
    private sealed class OverflowingGradients : IGradientEstimator
    {
        public string? Mechanism => null;

        public IList<torch.Tensor> Estimate(torch.Tensor losses, IList<torch.Tensor> parameters, int expectedSize) =>
            [.. parameters.Select(parameter => torch.full(parameter.shape, 1e30f))];
    }
}
