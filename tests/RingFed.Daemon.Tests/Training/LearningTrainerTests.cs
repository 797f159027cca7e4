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
        FederationTopology epoch = new()
        {
            Federation = "mds",
            Epoch = 2,
            Silos = [],
            Exchange = new ExchangeSettings { LocalWork = new LocalWork { Steps = 500, StepsMax = 40, Time = TimeSpan.FromSeconds(3) } },
            Model = new ModelSettings { Kind = "fpmg", SchemaPath = "other.yaml", Seed = 9 },
        };

        TrainerOptions changed = Options.In(epoch);

        Assert.Equal(Options with { LocalWork = new TrainingBudget(40, TimeSpan.FromSeconds(3)) }, changed);
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
