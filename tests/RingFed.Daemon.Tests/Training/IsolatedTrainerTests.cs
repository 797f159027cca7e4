using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Tests.Training;

/// <summary>A silo that trains alone, round by round as a ring would call it.</summary>
public sealed class IsolatedTrainerTests : IDisposable
{
    private const int Rounds = 3;
    private static readonly Dictionary<string, string> _tiny = new() { ["latentSize"] = "4", ["hiddenSize"] = "8", ["batchSize"] = "20", ["components"] = "2", ["mixtureIterations"] = "2" };
    private static readonly Cohort _cohort = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 200, Silos = 2 })[0];
    private static readonly FitPlan _plan = ModelCatalog.PlanOf("vae-bgm", _cohort.Schema, _tiny);
    private readonly ScratchFolder _folder = new();

    [Fact]
    public async Task Rounds_carry_one_byte_that_is_the_same_whoever_trained_on_whatever()
    {
        using FileLedger ledger = LedgerOf(FilesOf("a"));
        using IsolatedTrainer trainer = TrainerOf(FilesOf("a"), ledger);

        GatherContribution given = (GatherContribution)await trainer.WorkAsync(AssignmentOf(0), TestContext.Current.CancellationToken);

        Assert.Equal([0], given.Payload.ToArray());
        Assert.Equal((1L, 1L, 0.0), (given.Records, given.Steps, given.EpsilonSpent));
        Assert.Equal(new byte[32], given.EncoderDigest.ToArray());
    }

    /// <summary>What a silo signed it is not asked for again: the training of that round must be on its disk already.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_that_starts_again_ends_with_the_model_that_it_would_have_had(bool hasSigned)
    {
        SiloState whole = FilesOf("whole");
        SiloState broken = FilesOf("broken");
        using FileLedger first = LedgerOf(whole);
        using FileLedger second = LedgerOf(broken);
        using (IsolatedTrainer trainer = TrainerOf(whole, first))
        {
            await RunAsync(trainer, 0, Rounds - 1);
        }

        using (IsolatedTrainer trainer = TrainerOf(broken, second))
        {
            await RunAsync(trainer, 0, 0);
            await trainer.WorkAsync(AssignmentOf(1), TestContext.Current.CancellationToken);
        }

        using (IsolatedTrainer trainer = TrainerOf(broken, second))
        {
            await trainer.MergeAsync(ResultOf(0), TestContext.Current.CancellationToken);
            await (hasSigned ? Task.CompletedTask : trainer.WorkAsync(AssignmentOf(1), TestContext.Current.CancellationToken));
            await trainer.MergeAsync(ResultOf(1), TestContext.Current.CancellationToken);
            await RunAsync(trainer, 2, Rounds - 1);
        }

        Assert.Equal(File.ReadAllBytes(whole.Model), File.ReadAllBytes(broken.Model));
        Assert.Equal(File.ReadAllText(whole.Encoder), File.ReadAllText(broken.Encoder));
    }

    [Fact]
    public async Task Half_a_round_is_dropped_when_the_ring_closes_it()
    {
        byte[][] models = new byte[2][];
        for (int begins = 0; begins < 2; begins++)
        {
            SiloState files = FilesOf($"silo-{begins}");
            using FileLedger ledger = LedgerOf(files);
            using CancellationTokenSource closed = new();
            StepClock clock = new();
            using IsolatedTrainer trainer = TrainerOf(files, ledger, clock);
            await RunAsync(trainer, 0, 0);
            clock.AfterSteps(1, closed.Cancel);

            await (begins == 0 ? Task.CompletedTask : Assert.ThrowsAnyAsync<OperationCanceledException>(() => trainer.WorkAsync(AssignmentOf(1), closed.Token)));
            await trainer.MergeAsync(ResultOf(1), TestContext.Current.CancellationToken);
            Assert.Equal(begins == 1, closed.IsCancellationRequested);
            await RunAsync(trainer, 2, Rounds - 1);
            models[begins] = File.ReadAllBytes(files.Model);
        }

        Assert.Equal(models[0], models[1]);
    }

    [Fact]
    public async Task A_silo_that_starts_again_after_the_end_leaves_its_model_as_it_is()
    {
        SiloState files = FilesOf("a");
        using FileLedger ledger = LedgerOf(files);
        using (IsolatedTrainer trainer = TrainerOf(files, ledger))
        {
            await RunAsync(trainer, 0, Rounds - 1);
        }

        byte[] before = File.ReadAllBytes(files.Model);
        using IsolatedTrainer again = TrainerOf(files, ledger);
        for (int round = 0; round < Rounds; round++)
        {
            await again.MergeAsync(ResultOf(round), TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, File.ReadAllBytes(files.Model));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(IsolatedTrainer trainer, int from, int to)
    {
        for (int round = from; round <= to; round++)
        {
            await trainer.WorkAsync(AssignmentOf(round), TestContext.Current.CancellationToken);
            await trainer.MergeAsync(ResultOf(round), TestContext.Current.CancellationToken);
        }
    }

    private static RoundAssignment AssignmentOf(int round) => new(round, RoundKind.Statistic, default);

    private static RoundResult ResultOf(int round) =>
        new(round, RoundKind.Statistic, [], default, new RoundRecord(round, RoundKind.Statistic, ["a"], [], $"{round}", "", 1, 0, 0, 1)) { Terms = new RoundTerms(1, "", ["a"], 1) };

    private SiloState FilesOf(string silo) => new(Directory.CreateDirectory(_folder[silo]).FullName);

    private static FileLedger LedgerOf(SiloState files) => new(files.Ledger, TimeProvider.System);

    private static IsolatedTrainer TrainerOf(SiloState files, FileLedger ledger, TimeProvider? time = null) => new(
        new TrainerOptions("a", "vae-bgm", 1, new TrainingBudget(3), _tiny, 1, DifferentialPrivacy: false) { Plan = _plan },
        _cohort,
        files,
        Rounds - 1,
        ledger,
        new PatientDisk(TimeProvider.System, NullLogger<PatientDisk>.Instance),
        new TrainingProgress("vae-bgm", _cohort.Count),
        time ?? TimeProvider.System,
        NullLogger<IsolatedTrainer>.Instance);

    /// <summary>A model asks it before each step, after the trainer and the round have asked once each.</summary>
    private sealed class StepClock : TimeProvider
    {
        private int _asked = int.MinValue;
        private Action _then = () => { };

        public void AfterSteps(int steps, Action then) => (_asked, _then) = (-steps - 3, then);

        public override long GetTimestamp()
        {
            if (++_asked == 0)
            {
                _then();
            }

            return 0;
        }
    }
}
