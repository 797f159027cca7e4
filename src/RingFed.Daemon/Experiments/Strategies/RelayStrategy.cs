using System.Text;
using RingFed.Federation.Identity;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
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
            MemoryRingReport? rounds = arm.FitPlan.Trains ? Train(arm, silos, stop) : null;
            silos.Fit(FitStage.AfterTraining, stop);
            return Result(silos.Models, rounds);
        }
        catch
        {
            silos.Dispose();
            throw;
        }
    }

    private MemoryRingReport Train(Arm arm, SiloModels silos, CancellationToken stop)
    {
        TrainingBudget budget = new(arm.Training.Steps) { Proximal = proximal };
        RingWorker[] workers = [.. silos.Models.Select(model => new RingWorker(model, budget, silos.Encoder.Digest))];
        return MemoryRing.Run(new MemoryRingOptions { Topology = TopologyOf(arm), Threads = arm.Threads }, workers, stop: stop);
    }

    /// <summary>All silos hold the same agreed parameters and totals by now: one model is kept, unless each is of its own site too.</summary>
    private static ArmResult Result(IReadOnlyList<IRingModel> models, MemoryRingReport? rounds)
    {
        bool arePersonal = models[0] is IPersonalModel { IsPersonal: true };
        foreach (IRingModel other in arePersonal ? [] : models.Skip(1))
        {
            other.Dispose();
        }

        RoundRecord[] records = [.. rounds?.BySilo.SelectMany(silo => silo) ?? []];
        return new ArmResult(arePersonal ? models : [.. models.Select(_ => models[0])])
        {
            BytesPerSiloRound = records.Length == 0 ? null : records.Average(record => (double)(record.BytesOutChunks + record.BytesOutOther)),
            PayloadBytes = records.Length == 0 ? null : records.Max(record => record.PayloadBytes),
            Digest = records.Length == 0 ? null : records[^1].AggregateDigest,
            Notes = records.Length == 0
                ? ["made by sums over the ring: no rounds, no rule, and the bytes of sums are not counted"]
                : [.. records.Select(record => record.RuleLabel).Distinct(), .. Missed(records)],
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
