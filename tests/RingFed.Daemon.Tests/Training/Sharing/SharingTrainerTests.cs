using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Daemon.Training;
using RingFed.Daemon.Training.Sharing;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Tests.Training.Sharing;

/// <summary>One silo of a ring that shares rows, round by round, with what the others say made up.</summary>
public sealed class SharingTrainerTests : IDisposable
{
    private const string Model = "bayesian-network";
    private const int ScoreRound = 1;
    private const int RowsRound = 2;
    private const int LastRound = 3;
    private static readonly string[] _roster = ["a", "b", "c"];
    private static readonly Cohort[] _cohorts = [.. MdsSimulator.Draw(new MdsSimulationOptions { Patients = 400, Silos = 2, Skew = 0 })];
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task A_silo_that_starts_again_takes_the_rows_again_and_ends_with_the_same_model()
    {
        GatheredPayload[] scores = [ScoreOf(0, .1), ScoreOf(1, .9)];
        GatheredPayload[] rows = [new GatheredPayload(1, SharedRows.Write(_cohorts[1]))];
        byte[][] models = new byte[2][];
        for (int restarts = 0; restarts < 2; restarts++)
        {
            SiloState files = FilesOf($"silo-{restarts}");
            using FileLedger ledger = new(files.Ledger, TimeProvider.System);
            using (SharingTrainer trainer = TrainerOf(files, ledger))
            {
                await WorkAndMergeAsync(trainer, 0);
                await WorkAndMergeAsync(trainer, ScoreRound, scores);
                await WorkAndMergeAsync(trainer, RowsRound, rows);
                await (restarts == 0 ? WorkAndMergeAsync(trainer, LastRound) : Task.CompletedTask);
            }

            using SharingTrainer again = TrainerOf(files, ledger);
            await again.MergeAsync(ResultOf(0), TestContext.Current.CancellationToken);
            await again.MergeAsync(ResultOf(ScoreRound, scores), TestContext.Current.CancellationToken);
            await again.MergeAsync(ResultOf(RowsRound, rows), TestContext.Current.CancellationToken);
            await (restarts == 0 ? again.MergeAsync(ResultOf(LastRound), TestContext.Current.CancellationToken) : WorkAndMergeAsync(again, LastRound));
            models[restarts] = File.ReadAllBytes(files.Model);
        }

        Assert.Equal(models[0], models[1]);
    }

    [Fact]
    public async Task The_silo_that_gives_books_it_and_the_others_send_zeros_of_the_same_length()
    {
        SiloState files = FilesOf("a");
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using SharingTrainer trainer = TrainerOf(files, ledger);
        await WorkAndMergeAsync(trainer, 0);
        await WorkAndMergeAsync(trainer, ScoreRound, ScoreOf(0, .9), ScoreOf(1, .1));

        GatherContribution given = await WorkAsync(trainer, RowsRound);

        Assert.Equal(_cohorts[0].Count, SharedRows.Read(given.Payload.Span, _cohorts[0].Schema).Count);
        ledger.Dispose();
        Assert.Contains($"{_cohorts[0].Count} synthetic rows of {Model}", File.ReadAllText(files.Ledger), StringComparison.Ordinal);
        SiloState other = FilesOf("other");
        using FileLedger books = new(other.Ledger, TimeProvider.System);
        using SharingTrainer receiver = TrainerOf(other, books, "c");
        await WorkAndMergeAsync(receiver, 0);
        await WorkAndMergeAsync(receiver, ScoreRound, ScoreOf(0, .9), ScoreOf(1, .1));
        GatherContribution nothing = await WorkAsync(receiver, RowsRound);
        Assert.Equal((given.Query, given.Payload.Length), (nothing.Query, nothing.Payload.Length));
        Assert.True(nothing.Payload.Span.IndexOfAnyExcept((byte)0) < 0);
    }

    /// <summary>The giver missed the round, or nobody has a score that can be believed: each silo's own patients are what is left.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_rows_a_silo_trains_on_its_own_patients(bool isChosen)
    {
        SiloState files = FilesOf("a");
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using SharingTrainer trainer = TrainerOf(files, ledger);
        await WorkAndMergeAsync(trainer, 0);
        await WorkAndMergeAsync(trainer, ScoreRound, isChosen ? ScoreOf(1, .9) : new GatheredPayload(1, new byte[5]));

        await WorkAndMergeAsync(trainer, RowsRound);
        await WorkAndMergeAsync(trainer, LastRound);

        SiloState alone = FilesOf("alone");
        using FileLedger books = new(alone.Ledger, TimeProvider.System);
        using IsolatedTrainer isolated = IsolatedOf(OptionsOf("a", isPrivate: false, Model), _cohorts[0], alone, LastRound, books, NewDisk(), new TrainingProgress(Model, 1));
        await isolated.WorkAsync(new RoundAssignment(LastRound, RoundKind.Statistic, default), TestContext.Current.CancellationToken);
        await isolated.MergeAsync(ResultOf(LastRound), TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(alone.Model), File.ReadAllBytes(files.Model));
    }

    [Fact]
    public async Task Under_differential_privacy_nothing_leaves()
    {
        SiloState files = FilesOf("a");
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using SharingTrainer trainer = TrainerOf(files, ledger, isPrivate: true);

        await Assert.ThrowsAsync<ExportRefusedException>(() => WorkAsync(trainer, 0));
    }

    [Fact]
    public async Task A_model_that_draws_no_patients_is_refused_in_the_first_round()
    {
        SiloState files = FilesOf("a");
        using FileLedger ledger = new(files.Ledger, TimeProvider.System);
        using SharingTrainer trainer = TrainerOf(files, ledger, model: "cox");

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => WorkAsync(trainer, 0));

        Assert.Contains("'cox' draws no patients", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static GatheredPayload ScoreOf(int origin, double score) => new(origin, new SharedScore(score, _cohorts[Math.Min(origin, 1)].Count).Write());

    private static async Task<GatherContribution> WorkAsync(SharingTrainer trainer, int round) =>
        (GatherContribution)await trainer.WorkAsync(new RoundAssignment(round, RoundKind.Statistic, default), TestContext.Current.CancellationToken);

    private static async Task WorkAndMergeAsync(SharingTrainer trainer, int round, params GatheredPayload[] gathered)
    {
        await WorkAsync(trainer, round);
        await trainer.MergeAsync(ResultOf(round, gathered), TestContext.Current.CancellationToken);
    }

    private static RoundResult ResultOf(int round, params GatheredPayload[] gathered) =>
        new(round, RoundKind.Statistic, gathered, default, new RoundRecord(round, RoundKind.Statistic, _roster, [], $"{round}", "", 1, 0, 0, 1)) { Terms = new RoundTerms(1, "", _roster, 2) };

    private SiloState FilesOf(string silo) => new(Directory.CreateDirectory(_folder[silo]).FullName);

    private static SharingTrainer TrainerOf(SiloState files, FileLedger ledger, string silo = "a", bool isPrivate = false, string model = Model)
    {
        TrainerOptions options = OptionsOf(silo, isPrivate, model);
        PatientDisk disk = NewDisk();
        TrainingProgress progress = new(model, _cohorts[0].Count);
        return new SharingTrainer(
            options, _cohorts[0], files, rounds: 1, ledger, disk, progress, NullLogger<SharingTrainer>.Instance,
            (cohort, state, lastRound) => IsolatedOf(options, cohort, state, lastRound, ledger, disk, progress));
    }

    private static PatientDisk NewDisk() => new(TimeProvider.System, NullLogger<PatientDisk>.Instance);

    private static TrainerOptions OptionsOf(string silo, bool isPrivate, string model) =>
        new(silo, model, 1, new TrainingBudget(1), new Dictionary<string, string>(), 1, isPrivate)
        {
            Plan = ModelCatalog.PlanOf(model, _cohorts[0].Schema, new Dictionary<string, string>()),
        };

    private static IsolatedTrainer IsolatedOf(TrainerOptions options, Cohort cohort, SiloState files, int lastRound, FileLedger ledger, PatientDisk disk, TrainingProgress progress) =>
        new(options, cohort, files, lastRound, ledger, disk, progress, TimeProvider.System, NullLogger<IsolatedTrainer>.Instance);
}
