using System.Text;
using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Evaluation.Ring;
using RingFed.Learning.Models;
using RingFed.Simulation.InMemory;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>
/// The ring: encoder and sums over all silos, then training rounds on the shipping core, merged by an aggregation rule.
/// FedAvg (McMahan et al. 2017) is the rule weighted-mean; FedProx (Li et al. 2020, arXiv 1812.06127) has a proximal term
/// beside it. A daemon does the same by <c>aggregation.rule</c>.
/// </summary>
/// <param name="proximal">mu, 0 for none.</param>
internal sealed class RelayStrategy(string rule, double proximal) : IStrategy
{
    public ArmResult Run(Arm arm, CancellationToken stop)
    {
        SiloModels silos = SiloModels.Begin(arm, stop);
        try
        {
            ArmResult rounds = arm.FitPlan.Trains ? Train(arm, silos, stop) : OfSums;
            silos.Fit(FitStage.AfterTraining, stop);
            return rounds with { Models = silos.Kept() };
        }
        catch
        {
            silos.Dispose();
            throw;
        }
    }

    private static ArmResult OfSums { get; } = new([]) { Notes = ["made by sums over the ring: no rounds, no rule, and the bytes of sums are not counted"] };

    /// <returns>All but the models.</returns>
    private ArmResult Train(Arm arm, SiloModels silos, CancellationToken stop)
    {
        TrainingBudget budget = new(arm.Training.Steps) { Proximal = proximal };
        ConsistencyProbe probe = new(silos.Models.Count);
        RingWorker[] workers = [.. silos.Models.Select((model, self) => new RingWorker(arm, self, model, budget, silos.Encoder.Digest, probe))];
        MemoryRingReport report = MemoryRing.Run(new MemoryRingOptions { Topology = TopologyOf(arm), Threads = arm.Threads }, workers, stop: stop);
        RoundRecord[] records = [.. report.BySilo.SelectMany(silo => silo)];
        return new ArmResult([])
        {
            Cost = CommunicationCost.OfRelay(
                [.. records.Select(record => record.BytesOutChunks + record.BytesOutOther)], workers.Length, (long)Math.Round(records.Average(record => (double)record.PayloadBytes))),
            PayloadBytes = records.Max(record => record.PayloadBytes),
            Digest = records[^1].AggregateDigest,
            Consistency = probe.Result,
            Snapshots = workers[0].Snapshots,
            Notes = [.. records.Select(record => record.RuleLabel).Distinct(), .. Missed(records)],
        };
    }

    private static IEnumerable<string> Missed(RoundRecord[] records) => records
        .SelectMany(record => record.Missed).Select(missed => $"without {missed.Silo}: {missed.Reason}").Distinct();

    /// <summary>The addresses and keys are nobody's: nothing of them is dialled or judged.</summary>
    private FederationTopology TopologyOf(Arm arm) => new()
    {
        Federation = "experiment",
        Epoch = 1,
        Silos = [.. arm.Silos.Select(silo => new SiloEntry(silo.Name, null, SpkiDigest.Of(Encoding.UTF8.GetBytes(silo.Name))))],
        Exchange = new ExchangeSettings
        {
            Rounds = arm.Training.Rounds,
            Codec = arm.Training.Codec,
            LocalWork = new LocalWork { Steps = arm.Training.Steps, Time = null },
        },
        Byzantine = arm.Training.Byzantine,
        Aggregation = new AggregationSettings { Rule = rule },
        Model = new ModelSettings { Kind = arm.Model.Name, SchemaPath = "", Seed = arm.Seed, Options = arm.Model.Options },
    };
}
