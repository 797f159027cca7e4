using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Daemon.Experiments;
using RingFed.Daemon.Experiments.Cohorts;
using RingFed.Daemon.Experiments.Strategies;
using RingFed.Daemon.Tests.Experiments.Files;
using RingFed.Daemon.Training;
using RingFed.Daemon.Training.Sharing;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Privacy;
using RingFed.Simulation.InMemory;

namespace RingFed.Daemon.Tests.Training;

/// <summary>
/// An experiment's arm and the daemons' own trainers, which add up through masked sums and read and write their checkpoints,
/// end with the same bits.
/// </summary>
public sealed class ExperimentDigestTests : IDisposable
{
    private static readonly ExperimentPlan _plan = ExperimentFileTests.Load("""
        experiment: tiny
        cohort: { simulate: mds, sizes: [120, 70, 60] }
        training: { rounds: 2, steps: 2 }
        models:
          - { model: ctgan, options: { latentSize: 8, generatorSize: 8, criticSize: 8, batchSize: 20 } }
          - { model: vae-bgm, options: { latentSize: 4, hiddenSize: 16, batchSize: 20, components: 3, mixtureIterations: 3 } }
          - { model: bayesian-network }
        strategies: [{ kind: relay }, { kind: fedprox, mu: 10 }, { kind: sequential }, { kind: isolated }, { kind: synthetic-sharing, filtered: true }]
        """).Require();

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData("ctgan", "relay")]
    [InlineData("ctgan", "fedprox")]
    [InlineData("ctgan", "sequential")]
    [InlineData("vae-bgm", "relay")]
    [InlineData("vae-bgm", "sequential")]
    [InlineData("bayesian-network", "relay")]
    public void The_arm_of_an_experiment_and_the_daemons_trainers_end_with_the_same_model(string model, string strategy)
    {
        (Arm arm, StrategyPlan way) = ArmOf(model, strategy);
        FederationTopology topology = new RelayStrategy(way.Kind == StrategyKind.Sequential ? "sequential" : way.Rule, way.Proximal).TopologyOf(arm);

        using ArmResult experiment = StrategyCatalog.Of(way).Run(arm, TestContext.Current.CancellationToken);
        (MemoryRingReport rounds, SiloState[] files) = RunTrainers(arm, topology);

        Assert.Equal(experiment.Digest, rounds.BySilo[2].LastOrDefault(record => record.Kind == RoundKind.Parameters)?.AggregateDigest);

        // Optimiser and generator state are a silo's own, and an experiment keeps those of the first.
        AssertSameTensors(experiment.Models[0], files[0]);
        AssertSameDraws(experiment, files, topology);
    }

    [Theory]
    [InlineData("ctgan")]
    [InlineData("bayesian-network")]
    public void Silos_that_share_rows_have_the_models_of_the_filtered_sharing_arm(string model)
    {
        (Arm arm, StrategyPlan way) = ArmOf(model, "synthetic-sharing");
        FederationTopology topology = new RelayStrategy("auto", 0).TopologyOf(arm);
        topology = topology with { Exchange = topology.Exchange with { Kind = ExchangeKind.Sharing } };

        using ArmResult experiment = StrategyCatalog.Of(way).Run(arm, TestContext.Current.CancellationToken);
        (MemoryRingReport rounds, SiloState[] files) = RunTrainers(arm, topology);

        Assert.All(experiment.Models.Zip(files), silo => AssertSameTensors(silo.First, silo.Second));
        AssertSameDraws(experiment, files, topology);
        Assert.Equal(2, rounds.BySilo[0].Count(record => record.PayloadBytes > 1));
        Assert.Single(files, silo => File.ReadAllText(silo.Ledger).Contains($"synthetic rows of {model}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ctgan")]
    [InlineData("vae-bgm")]
    [InlineData("bayesian-network")]
    public void Silos_that_daemons_train_alone_have_the_models_of_the_isolated_arm(string model)
    {
        (Arm arm, StrategyPlan way) = ArmOf(model, "isolated");
        FederationTopology topology = new RelayStrategy("auto", 0).TopologyOf(arm);
        topology = topology with { Exchange = topology.Exchange with { Kind = ExchangeKind.Isolated } };

        using ArmResult experiment = StrategyCatalog.Of(way).Run(arm, TestContext.Current.CancellationToken);
        (MemoryRingReport rounds, SiloState[] files) = RunTrainers(arm, topology);

        Assert.All(rounds.BySilo.SelectMany(records => records), record => Assert.Equal((1L, RoundKind.Statistic), (record.PayloadBytes, record.Kind)));
        Assert.All(experiment.Models.Zip(files), silo => AssertSameTensors(silo.First, silo.Second));
        AssertSameDraws(experiment, files, topology);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Nothing but sockets, TLS and the session's own disk is left out of what a daemon does.</summary>
    private (MemoryRingReport Rounds, SiloState[] Files) RunTrainers(Arm arm, FederationTopology topology)
    {
        SiloState[] files = [.. arm.Silos.Select(silo => new SiloState(Directory.CreateDirectory(_folder[silo.Name]).FullName))];
        FileLedger[] ledgers = [.. files.Select(silo => new FileLedger(silo.Ledger, TimeProvider.System))];
        IRoundWorker[] trainers = [.. arm.Silos.Select((silo, place) => TrainerOf(arm, silo, topology, files[place], ledgers[place]))];
        try
        {
            RoundPhases phases = topology.Exchange.Kind switch
            {
                ExchangeKind.Isolated => IsolatedTrainer.PhasesOf(arm.FitPlan, topology),
                ExchangeKind.Sharing => SharingTrainer.PhasesOf(arm.FitPlan, topology),
                _ => FitRounds.PhasesOf(arm.FitPlan, topology),
            };
            MemoryRingOptions options = new()
            {
                Topology = topology,
                StatisticRounds = phases.Opening,
                ClosingRounds = phases.Closing,
                Trains = phases.Training > 0,
                Threads = 1,
            };
            return (MemoryRing.Run(options, trainers, stop: TestContext.Current.CancellationToken), files);
        }
        finally
        {
            Array.ForEach(trainers, trainer => ((IDisposable)trainer).Dispose());
            Array.ForEach(ledgers, ledger => ledger.Dispose());
        }
    }

    private static IRoundWorker TrainerOf(Arm arm, ArmSilo silo, FederationTopology topology, SiloState files, FileLedger ledger)
    {
        TrainerOptions options = new(
            silo.Name, arm.Model.Name, arm.Seed, TrainerOptions.BudgetOf(topology.Exchange.LocalWork), arm.Model.Options, 1, DifferentialPrivacy: false) { Plan = arm.FitPlan };
        PatientDisk disk = new(TimeProvider.System, NullLogger<PatientDisk>.Instance);
        TrainingProgress progress = new(arm.Model.Name, silo.Train.Count);
        int rounds = IsolatedTrainer.PhasesOf(arm.FitPlan, topology).Total;
        return topology.Exchange.Kind switch
        {
            ExchangeKind.Isolated => Alone(silo.Train, files, rounds - 1),
            ExchangeKind.Sharing => new SharingTrainer(options, silo.Train, files, rounds, ledger, disk, progress, NullLogger<SharingTrainer>.Instance, Alone),
            _ => new LearningTrainer(options, silo.Train, files, ledger, disk, progress, TimeProvider.System, NullLogger<LearningTrainer>.Instance),
        };

        IsolatedTrainer Alone(Cohort cohort, SiloState state, int lastRound) =>
            new(options, cohort, state, lastRound, ledger, disk, progress, TimeProvider.System, NullLogger<IsolatedTrainer>.Instance);
    }

    private static (Arm Arm, StrategyPlan Way) ArmOf(string model, string strategy)
    {
        TorchSharp.torch.set_num_threads(1);
        StrategyPlan way = _plan.Strategies.Single(one => one.Label == strategy);
        ExperimentSplit split = ExperimentSplit.Of(CohortSource.Load(_plan.Cohort, _plan.Partition), _plan.Split, 0);
        return (Arm.Of(split, new CellPlan(_plan.Models.Single(one => one.Name == model), way, 0, 5), _plan.Training, threads: 1), way);
    }

    private static void AssertSameDraws(ArmResult experiment, SiloState[] files, FederationTopology topology)
    {
        SampleRequest request = new(40, 11, []);
        for (int silo = 0; silo < files.Length; silo++)
        {
            Cohort drawn = ((IGenerativeModel)experiment.Models[silo]).Sample(request, TestContext.Current.CancellationToken);
            Assert.Equal(Cells(drawn), Drawn(files[silo], topology, request));
        }
    }

    private void AssertSameTensors(IRingModel model, SiloState files)
    {
        string path = _folder["experiment.safetensors"];
        model.SaveCheckpoint(path);
        SafetensorsFile expected = SafetensorsFile.Load(path);
        SafetensorsFile found = SafetensorsFile.Load(files.Model);
        Assert.Equal(expected.Entries.Select(entry => entry.Name), found.Entries.Select(entry => entry.Name));
        Assert.All(expected.Entries.Zip(found.Entries), pair => Assert.True(pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span), pair.First.Name));
    }

    private static double[] Drawn(SiloState files, FederationTopology topology, SampleRequest request)
    {
        (IGenerativeModel model, _, _) = SiloModel.Open(files, topology);
        using IGenerativeModel opened = model;
        return Cells(opened.Sample(request, TestContext.Current.CancellationToken));
    }

    private static double[] Cells(Cohort cohort) =>
        [.. Enumerable.Range(0, cohort.Count).SelectMany(row => Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort[row, column]))];
}
