using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Tests.Status;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Tests.Training;

public sealed class HeldoutGateTests
{
    private static readonly Cohort Cohort = MdsSimulator.Draw(new MdsSimulationOptions { Patients = 600, Silos = 2 })[0];

    private static TrainerOptions Options { get; } =
        new("bologna", "ctgan", 1, new TrainingBudget(StepsMax: 30), new Dictionary<string, string>(), 1, DifferentialPrivacy: false)
        {
            Gate = MergeGate.Heldout,
        };

    [Fact]
    public async Task A_poisoned_aggregate_is_trained_from_and_not_served_and_the_silo_says_so_until_a_good_one_comes()
    {
        using Silo silo = new();
        float[] good = await silo.WorkAsync(1);
        await silo.MergeAsync(1, good);
        Assert.True(silo.Verdict.IsAccepted);
        Assert.Equal(good, silo.Drawn());

        float[] better = await silo.WorkAsync(2);
        float[] poison = [.. good.Select((value, i) => i % 2 == 0 ? 50 : -50 * value)];
        await silo.MergeAsync(2, poison);

        Assert.False(silo.Verdict.IsAccepted);
        Assert.True(silo.Verdict.Aggregate < silo.Verdict.Own - HeldoutGate.Margin);
        Assert.NotEqual(poison, silo.Drawn());
        HealthItem item = Assert.Single(silo.Health(), item => item.Code == HealthCode.AggregateRejected);
        Assert.Contains("aggregate of round 2", item.Sentence, StringComparison.Ordinal);
        Assert.Equal(poison, silo.TrainsFrom());

        await silo.MergeAsync(3, better);

        Assert.True(silo.Verdict.IsAccepted);
        Assert.Equal(better, silo.Drawn());
        Assert.DoesNotContain(silo.Health(), item => item.Code == HealthCode.AggregateRejected);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e30f)]
    [InlineData(-1e30f)]
    public async Task An_aggregate_that_draws_nonsense_is_rejected_and_breaks_nothing(float everywhere)
    {
        using Silo silo = new();
        float[] good = await silo.WorkAsync(1);
        await silo.MergeAsync(1, good);

        await silo.MergeAsync(2, [.. Enumerable.Repeat(everywhere, good.Length)]);

        Assert.False(silo.Verdict.IsAccepted);
        Assert.Equal(good, silo.Drawn());
    }

    [Fact]
    public async Task What_was_served_survives_a_restart_and_is_what_the_round_that_comes_again_is_compared_with()
    {
        using ScratchFolder folder = new();
        float[] good, poison;
        using (Silo before = new(folder))
        {
            good = await before.WorkAsync(1);
            poison = [.. good.Select((value, i) => i % 2 == 0 ? 50 : -50 * value)];
            await before.MergeAsync(1, good);
            await before.MergeAsync(2, poison);
        }

        using Silo after = new(folder);
        HealthItem item = Assert.Single(after.Health(), item => item.Code == HealthCode.AggregateRejected);
        Assert.Contains("aggregate of round 2", item.Sentence, StringComparison.Ordinal);

        await after.MergeAsync(2, poison);

        Assert.False(after.Verdict.IsAccepted);
        Assert.Equal(good, after.Drawn());
    }

    [Theory]
    [InlineData("held out", 0)]
    [InlineData("__metadata__", 0)]
    [InlineData("", 1)]
    public async Task A_damaged_verdict_says_nothing_and_the_next_one_replaces_it_though_a_model_beside_it_be_damaged(string place, int known)
    {
        using ScratchFolder folder = new();
        float[] good;
        using (Silo before = new(folder))
        {
            good = await before.WorkAsync(1);
            await before.MergeAsync(1, good);
            byte[] bytes = await File.ReadAllBytesAsync(before.Files.Served, TestContext.Current.CancellationToken);
            bytes[place.Length == 0 ? bytes.Length - 5 : bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(place))] ^= 1;
            await File.WriteAllBytesAsync(before.Files.Served, bytes, TestContext.Current.CancellationToken);
        }

        using Silo after = new(folder);
        Assert.Equal(known, after.Progress.Status.Gate?.Round ?? 0);

        await after.MergeAsync(2, good);

        Assert.Equal(2, ServedFile.VerdictIn(after.Files)!.Round);
        Assert.Equal(good, after.Drawn());
    }

    [Fact]
    public async Task A_verdict_is_read_from_a_file_larger_than_can_be_read_whole()
    {
        using ScratchFolder folder = new();
        using Silo before = new(folder);
        await before.MergeAsync(1, await before.WorkAsync(1));
        await using (FileStream file = new(before.Files.Served, FileMode.Open))
        {
            // A hole: it takes no room on the disk.
            file.SetLength(3L << 30);
        }

        Assert.Equal(1, ServedFile.VerdictIn(before.Files)!.Round);
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(before.Files.Served));
    }

    [Fact]
    public void What_cannot_be_read_says_nothing()
    {
        using ScratchFolder folder = new();
        SiloState files = new(folder.Path);
        Assert.Null(ServedFile.VerdictIn(files));
        using FileStream held = new(files.Served, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Null(ServedFile.VerdictIn(files));
    }

    [Fact]
    public async Task Where_the_best_was_not_kept_what_is_served_is_the_bar()
    {
        using ScratchFolder folder = new();
        float[] good;
        using (Silo before = new(folder))
        {
            good = await before.WorkAsync(1);
            await before.MergeAsync(1, good);
            SafetensorsFile whole = SafetensorsFile.Load(before.Files.Served);
            new SafetensorsFile([.. whole.Entries.Where(entry => entry.Name != "gate.best")], whole.Metadata).Save(before.Files.Served);
        }

        using Silo after = new(folder);
        await after.MergeAsync(2, [.. good.Select((value, i) => i % 2 == 0 ? 50 : -50 * value)]);

        Assert.False(after.Verdict.IsAccepted);
        Assert.Equal(good, after.Drawn());
    }

    [Fact]
    public async Task What_is_served_is_written_once_and_leaves_no_other_file()
    {
        using ScratchFolder folder = new();
        using Silo silo = new(folder);
        await silo.MergeAsync(1, await silo.WorkAsync(1));

        Assert.Single(Directory.GetFiles(folder.Path, "served.*"));
    }

    [Fact]
    public async Task A_verdict_is_booked()
    {
        using ScratchFolder folder = new();
        using (Silo silo = new(folder))
        {
            await silo.MergeAsync(1, await silo.WorkAsync(1));
        }

        string[] booked = await File.ReadAllLinesAsync(new SiloState(folder.Path).Ledger, TestContext.Current.CancellationToken);
        Assert.Contains("held-out gate", booked[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Patients_held_out_are_the_same_after_a_restart_and_none_of_them_is_trained_on()
    {
        HeldoutSplit split = HeldoutSplit.Of(Cohort, 7);
        HeldoutSplit again = HeldoutSplit.Of(Cohort, 7);

        Assert.InRange(split.Heldout.Count, Cohort.Count / 8, Cohort.Count / 3);
        Assert.Equal(Cohort.Count, split.Heldout.Count + split.Training.Count);
        Assert.Equal(split.Heldout.Column(0).ToArray(), again.Heldout.Column(0).ToArray());
        Assert.Equal(
            Cohort.Column(1).ToArray().Order(), Cohort.Concatenate([split.Heldout, split.Training]).Column(1).ToArray().Order());
    }

    [Fact]
    public void A_cohort_too_small_to_judge_by_is_trained_on_whole()
    {
        HeldoutSplit split = HeldoutSplit.Of(Cohort.Take([.. Enumerable.Range(0, 40)]), 7);

        Assert.Equal((40, 0), (split.Training.Count, split.Heldout.Count));
    }

    /// <summary>One silo after the encoder's fit.</summary>
    private sealed class Silo : IDisposable
    {
        private readonly ScratchFolder? own;
        private readonly FileLedger ledger;
        private readonly LearningTrainer trainer;
        private float[]? basis;

        public Silo(ScratchFolder? folder = null)
        {
            own = folder is null ? new ScratchFolder() : null;
            Files = new SiloState((folder ?? own!).Path);
            Progress = TrainingProgress.Begun(Topology, Cohort.Count, Files);
            EncoderFile.Write(Files, EncoderFit.FitLocally(Cohort));
            ledger = new FileLedger(Files.Ledger, TimeProvider.System);
            trainer = new LearningTrainer(
                Options, Cohort, Files, ledger, new PatientDisk(TimeProvider.System, NullLogger<PatientDisk>.Instance), Progress,
                TimeProvider.System, NullLogger<LearningTrainer>.Instance);
        }

        private static FederationTopology Topology { get; } = new()
        {
            Federation = "mds",
            Epoch = 1,
            Silos = [],
            Aggregation = new AggregationSettings { Gate = MergeGate.Heldout },
            Model = new ModelSettings { Kind = "ctgan", SchemaPath = "mds.yaml", Seed = 1 },
        };

        public SiloState Files { get; }

        public TrainingProgress Progress { get; }

        public GateVerdict Verdict => Progress.Status.Gate!;

        public async Task<float[]> WorkAsync(int round)
        {
            basis ??= (await trainer.StartParametersAsync(TestContext.Current.CancellationToken)).Values.ToArray();
            Contribution done = await trainer.WorkAsync(new RoundAssignment(round, RoundKind.Parameters, basis), TestContext.Current.CancellationToken);
            return ((ParameterContribution)done).Values.ToArray();
        }

        public Task MergeAsync(int round, float[] aggregate)
        {
            basis = aggregate;
            RoundRecord record = new(round, RoundKind.Parameters, ["bologna"], [], "", "mean", 0, 0, 0, 1);
            return trainer.MergeAsync(new RoundResult(round, RoundKind.Parameters, [], aggregate, record) { Terms = new RoundTerms(1, "topology", ["bologna"], 1) }, TestContext.Current.CancellationToken);
        }

        public IReadOnlyList<HealthItem> Health() => HealthReport.Of(Statuses.Session, Statuses.Roomy, Statuses.Now, Progress.Status);

        /// <summary>What <c>ringfed generate</c> draws from.</summary>
        public float[] Drawn()
        {
            using IGenerativeModel model = SiloModel.Open(Files, Topology).Model;
            return Exported(model);
        }

        /// <summary>What training goes on from after a restart.</summary>
        public float[] TrainsFrom()
        {
            using IGenerativeModel model = ModelCatalog.CreateGenerator(
                "ctgan", new ModelContext(EncoderFile.Read(Files), Cohort, Options.Seeds(), ledger, TimeProvider.System), ModelCatalog.ParseOptions("ctgan", Options.ModelOptions));
            new CheckpointStore(Files).Restore(model);
            return Exported(model);
        }

        public void Dispose()
        {
            trainer.Dispose();
            ledger.Dispose();
            own?.Dispose();
        }

        private static float[] Exported(IGenerativeModel model)
        {
            float[] values = new float[model.Layout.Count];
            model.ExportParameters(values);
            return values;
        }
    }
}
