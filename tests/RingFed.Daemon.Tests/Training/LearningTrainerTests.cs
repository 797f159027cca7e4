using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Daemon.Training;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Tests.Training;

public sealed class LearningTrainerTests
{
    private static readonly IReadOnlyList<Cohort> Cohorts = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 300, Silos = 3 });

    [Fact]
    public async Task The_parameters_to_start_from_are_the_same_when_another_epoch_asks_after_training()
    {
        using ScratchFolder folder = new();
        SiloState files = new(folder.Path);
        EncoderFile.Write(files, EncoderFit.FitLocally(Cohorts[0]));
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using LearningTrainer trainer = TrainerOf(Cohorts[0], files, ledger);
        ParameterStart first = await trainer.StartParametersAsync(TestContext.Current.CancellationToken);
        Contribution trained = await trainer.WorkAsync(
            new RoundAssignment(1, RoundKind.Parameters, first.Values), TestContext.Current.CancellationToken);

        ParameterStart again = await trainer.StartParametersAsync(TestContext.Current.CancellationToken);

        Assert.Equal(first.Layout.Digest.ToArray(), again.Layout.Digest.ToArray());
        Assert.Equal(first.Values.ToArray(), again.Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), ((ParameterContribution)trained).Values.ToArray());
    }

    [Fact]
    public async Task A_layout_asked_for_alone_is_that_of_the_start_and_leaves_the_start_to_be_asked_for()
    {
        using ScratchFolder folder = new();
        SiloState files = new(folder.Path);
        EncoderFile.Write(files, EncoderFit.FitLocally(Cohorts[0]));
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using LearningTrainer whole = TrainerOf(Cohorts[0], files, ledger);
        using LearningTrainer trainer = TrainerOf(Cohorts[0], files, ledger);
        ParameterStart start = await whole.StartParametersAsync(TestContext.Current.CancellationToken);

        ParameterLayout layout = await trainer.LayoutAsync(TestContext.Current.CancellationToken);
        ParameterStart later = await trainer.StartParametersAsync(TestContext.Current.CancellationToken);

        Assert.Equal(start.Layout.Digest.ToArray(), layout.Digest.ToArray());
        Assert.Equal(start.Values.ToArray(), later.Values.ToArray());
    }

    [Fact]
    public void An_epoch_changes_local_work_and_nothing_of_what_is_trained()
    {
        TrainerOptions changed = Options.In(EpochOf(new LocalWork { Steps = 500, StepsMax = 40, Time = TimeSpan.FromSeconds(3), Proximal = .5 }));

        Assert.Equal(Options with { LocalWork = new TrainingBudget(40, TimeSpan.FromSeconds(3)) { Proximal = .5 } }, changed);
    }

    [Fact]
    public async Task A_proximal_term_of_the_topology_keeps_a_round_nearer_to_what_it_began_with()
    {
        double[] moved = [.. await Task.WhenAll(new[] { 0, 1000.0 }.Select(MovedAsync))];

        Assert.InRange(moved[1], 1e-6, moved[0] / 2);

        static async Task<double> MovedAsync(double proximal)
        {
            using ScratchFolder folder = new();
            SiloState files = new(folder.Path);
            EncoderFile.Write(files, EncoderFit.FitLocally(Cohorts[0]));
            using FileLedger ledger = new(files.Ledger, TimeProvider.System);
            using LearningTrainer trainer = TrainerOf(Cohorts[0], files, ledger);
            trainer.BeginEpoch(EpochOf(new LocalWork { Steps = 8, Time = null, Proximal = proximal }));
            ReadOnlyMemory<float> start = (await trainer.StartParametersAsync(TestContext.Current.CancellationToken)).Values;
            Contribution trained = await trainer.WorkAsync(new RoundAssignment(1, RoundKind.Parameters, start), TestContext.Current.CancellationToken);
            float[] values = ((ParameterContribution)trained).Values.ToArray();
            return Math.Sqrt(values.Select((value, index) => Math.Pow(value - start.Span[index], 2)).Sum());
        }
    }

    [Fact]
    public async Task A_silo_whose_turn_it_is_not_gives_back_what_it_was_given_and_takes_no_step()
    {
        using ScratchFolder folder = new();
        SiloState files = new(folder.Path);
        EncoderFile.Write(files, EncoderFit.FitLocally(Cohorts[0]));
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using LearningTrainer trainer = TrainerOf(Cohorts[0], files, ledger);
        float[] start = (await trainer.StartParametersAsync(TestContext.Current.CancellationToken)).Values.ToArray();

        Contribution given = await trainer.WorkAsync(new RoundAssignment(1, RoundKind.Parameters, start) { IsIdle = true }, TestContext.Current.CancellationToken);

        Assert.Equal(start, ((ParameterContribution)given).Values.ToArray());
        Assert.Equal((Cohorts[0].Count, 1L), (given.Records, given.Steps));
        Assert.Equal(EncoderFile.Read(files).Digest.ToArray(), given.EncoderDigest.ToArray());
    }

    [Fact]
    public async Task What_the_ring_remembers_is_booked_once_however_often_the_silo_is_told()
    {
        using ScratchFolder folder = new();
        SiloState files = new(folder.Path);
        for (int start = 0; start < 2; start++)
        {
            using FileLedger ledger = new(files.Ledger, TimeProvider.System);
            using LearningTrainer trainer = TrainerOf(Cohorts[0], files, ledger);

            await trainer.BookForgottenAsync(new ForgottenSpending(0.25, "a copy"), TestContext.Current.CancellationToken);

            Assert.Equal(0.5, ledger.EpsilonSpent);
        }
    }

    private static FederationTopology EpochOf(LocalWork work) => new()
    {
        Federation = "mds",
        Epoch = 2,
        Silos = [],
        Exchange = new ExchangeSettings { LocalWork = work },
        Model = new ModelSettings { Kind = "fpmg", SchemaPath = "other.yaml", Seed = 9 },
    };

    private static TrainerOptions Options { get; } =
        new("bologna", "ctgan", 1, new TrainingBudget(StepsMax: 1), new Dictionary<string, string>(), 1, DifferentialPrivacy: false);

    private static LearningTrainer TrainerOf(Cohort cohort, SiloState files, FileLedger ledger) => new(
        Options,
        cohort,
        files,
        ledger,
        new PatientDisk(TimeProvider.System, NullLogger<PatientDisk>.Instance),
        new TrainingProgress("ctgan", cohort.Count),
        TimeProvider.System,
        NullLogger<LearningTrainer>.Instance);
}
