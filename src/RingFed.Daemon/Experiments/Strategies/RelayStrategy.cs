using System.Text;
using RingFed.Daemon.Training;
using RingFed.Federation.Aggregation;
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
/// beside it. By the rule sequential the model visits each silo in turn and is trained there (cyclic weight transfer, Chang et
/// al. 2018, JAMIA 25(8)): nothing is merged, late silos count more, and a round of the plan is one visit to each. A daemon
/// does the same by <c>aggregation.rule</c> and <c>exchange.localWork.proximal</c>.
/// </summary>
/// <param name="proximal">mu, 0 for none.</param>
internal sealed class RelayStrategy(string rule, double proximal) : IStrategy
{
    private const string ByTurns = "sequential: a round is a visit to each silo in turn, and bytes are those of all of its visits; withstands no faulty silo";

    private bool IsByTurns => rule == AggregationRules.Sequential;

    /// <summary>Rounds of the ring that a round of the plan takes.</summary>
    private int VisitsOf(int silos) => IsByTurns ? silos : 1;

    public ArmResult Run(Arm arm, CancellationToken stop)
    {
        SiloModels silos = SiloModels.Begin(arm, stop);
        try
        {
            ArmResult rounds = arm.FitPlan.Trains ? Train(arm, silos, stop) : OfSums;
            silos.Fit(FitStage.AfterTraining, stop);
            IReadOnlyList<IRingModel> kept = silos.Kept();
            return rounds with { Models = kept, Agreement = AgreementOf(kept, arm) };
        }
        catch
        {
            silos.Dispose();
            throw;
        }
    }

    private static ArmResult OfSums { get; } = new([]) { Notes = ["made by sums over the ring: no rounds, no rule, and the bytes of sums are not counted"] };

    /// <summary>Where silos share one model its encoders agree by construction: that would be no measurement.</summary>
    private static LatentAgreement? AgreementOf(IReadOnlyList<IRingModel> models, Arm arm) => models[0] is ILatentModel and IPersonalModel { IsPersonal: true }
        ? LatentAgreement.Of([.. models.Cast<ILatentModel>()], [.. arm.Silos.Select(silo => silo.Train)])
        : null;

    /// <returns>All but the models.</returns>
    private ArmResult Train(Arm arm, SiloModels silos, CancellationToken stop)
    {
        FederationTopology topology = TopologyOf(arm);
        TrainingBudget budget = TrainerOptions.BudgetOf(topology.Exchange.LocalWork);
        ConsistencyProbe probe = new(silos.Models.Count);
        RingWorker[] workers = [.. silos.Models.Select((model, self) => new RingWorker(arm, self, model, budget, silos.Encoder.Digest, probe) { Visits = VisitsOf(arm.Silos.Count) })];
        MemoryRingReport report = MemoryRing.Run(new MemoryRingOptions { Topology = topology, Threads = arm.Threads }, workers, stop: stop);
        RoundRecord[] records = [.. report.BySilo.SelectMany(silo => silo)];
        int visits = VisitsOf(arm.Silos.Count);
        return new ArmResult([])
        {
            Cost = CommunicationCost.OfRelay(
                [.. records.Select(record => visits * (record.BytesOutChunks + record.BytesOutOther))], workers.Length, (long)Math.Round(visits * records.Average(record => (double)record.PayloadBytes))),
            PayloadBytes = records.Max(record => record.PayloadBytes),
            Digest = records[^1].AggregateDigest,
            // By turns nothing is merged: silos that wait have the base, and would be told apart from the one that trains.
            Consistency = IsByTurns ? default : probe.Result,
            Snapshots = workers[0].Snapshots,
            Notes = [.. IsByTurns ? [ByTurns] : records.Select(record => record.RuleLabel).Distinct(), .. Missed(records)],
        };
    }

    private static IEnumerable<string> Missed(RoundRecord[] records) => records
        .SelectMany(record => record.Missed).Select(missed => $"without {missed.Silo}: {missed.Reason}").Distinct();

    /// <summary>The addresses and keys are nobody's: nothing of them is dialled or judged.</summary>
    internal FederationTopology TopologyOf(Arm arm) => new()
    {
        Federation = "experiment",
        Epoch = 1,
        Silos = [.. arm.Silos.Select(silo => new SiloEntry(silo.Name, null, SpkiDigest.Of(Encoding.UTF8.GetBytes(silo.Name))))],
        Exchange = new ExchangeSettings
        {
            Rounds = arm.Training.Rounds * VisitsOf(arm.Silos.Count),
            Codec = arm.Training.Codec,
            LocalWork = new LocalWork { Steps = arm.Training.Steps, Time = null, Proximal = proximal },
        },
        Byzantine = arm.Training.Byzantine,
        Aggregation = new AggregationSettings { Rule = rule },
        Model = new ModelSettings { Kind = arm.Model.Name, SchemaPath = "", Seed = arm.Seed, Options = arm.Model.Options },
    };
}
