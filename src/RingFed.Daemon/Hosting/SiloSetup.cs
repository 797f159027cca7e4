using RingFed.Daemon.Training;
using RingFed.Daemon.Training.Sharing;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Hosting;

/// <summary>Everything a silo runs on, read and checked before anything starts.</summary>
internal sealed record SiloSetup(SiloSettings Settings, FederationTopology Topology, Cohort Cohort, SiloState State)
{
    /// <summary>Reads silo file, topology, schema and cohort.</summary>
    /// <exception cref="CommandFailure">Exit code 2 with every fault of every file that could be read.</exception>
    public static SiloSetup Load(string siloFile)
    {
        InputFailures failures = new();
        SiloSettings? settings = failures.Take(SiloFile.Load(siloFile));
        failures.ThrowIfAny();
        FederationTopology? topology = failures.Take(TopologyFile.Load(settings!.TopologyPath));
        CohortSchema? schema = failures.Try(() => SchemaFile.Load(settings.Cohort.SchemaPath));
        CohortSchema? agreed = topology is null ? null : failures.Try(() => SchemaFile.Load(topology.Model.SchemaPath));
        Cohort? cohort = schema is null ? null : failures.Try(() => CohortCsv.Read(schema, settings.Cohort.Files));
        Check(settings, topology, cohort, failures);
        CheckSchemas(settings, topology, schema, agreed, failures);
        failures.ThrowIfAny();
        CheckExchange(settings, topology!, cohort!, failures);
        string text = failures.Try(() => File.ReadAllText(settings.TopologyPath)) ?? string.Empty;
        failures.ThrowIfAny();
        return new SiloSetup(settings, topology!, cohort!, new SiloState(settings.StateDirectory)) { TopologyText = text };
    }

    /// <summary>The topology file as it is written.</summary>
    public string TopologyText { get; private init; } = string.Empty;

    /// <summary>The model's stages on the ring.</summary>
    public FitPlan Plan => ModelCatalog.PlanOf(Topology.Model.Kind, Cohort.Schema, Topology.Model.Options);

    /// <summary>The rounds of the session.</summary>
    public RoundPhases Phases => Topology.Exchange.Kind switch
    {
        ExchangeKind.Isolated => IsolatedTrainer.PhasesOf(Plan, Topology),
        ExchangeKind.Sharing => SharingTrainer.PhasesOf(Plan, Topology),
        _ => FitRounds.PhasesOf(Plan, Topology),
    };

    /// <summary>The learning side of the topology.</summary>
    public TrainerOptions TrainerOptions(int threads)
    {
        TrainingBudget work = Training.TrainerOptions.BudgetOf(Topology.Exchange.LocalWork);
        return new TrainerOptions(Settings.Silo, Topology.Model.Kind, Topology.Model.Seed, work, Topology.Model.Options, threads, Topology.Privacy.Dp != PrivacyLevel.None)
        {
            Gate = Topology.Aggregation.Gate,
            Plan = Plan,
            Means = FitRounds.MeansOf(Plan, Topology),
        };
    }

    private static void Check(SiloSettings settings, FederationTopology? topology, Cohort? cohort, InputFailures failures)
    {
        if (topology is not null)
        {
            if (topology.IndexOf(settings.Silo) < 0)
            {
                failures.Add($"silo '{settings.Silo}' is not in the roster of '{settings.TopologyPath}', which has {string.Join(", ", topology.Silos.Select(silo => silo.Id))}: correct 'silo', or take the topology that names it");
            }

            if (settings.Listen is { } listen && topology.Silos.Any(silo => silo.Id == settings.Silo && !silo.AcceptsConnections))
            {
                failures.Add($"'listen: {listen}' is given, but '{settings.TopologyPath}' says inbound: false for {settings.Silo}, which then listens nowhere: remove the line, or have the roster name an address");
            }

            failures.Check(() => ModelCatalog.ParseOptions(topology.Model.Kind, topology.Model.Options));
        }

        if (cohort is { Count: 0 })
        {
            failures.Add($"{string.Join(", ", settings.Cohort.Files)}: no patient in it; a silo without patients has nothing to contribute");
        }
    }

    private static void CheckExchange(SiloSettings settings, FederationTopology topology, Cohort cohort, InputFailures failures)
    {
        FitPlan? plan = failures.Try(() => ModelCatalog.PlanOf(topology.Model.Kind, cohort.Schema, topology.Model.Options));
        if (plan is not null && FitRounds.FaultOf(topology.Model.Kind, plan, topology.Exchange.Kind) is { } fault)
        {
            failures.Add($"'{settings.TopologyPath}', exchange.kind: {fault}");
        }

        if (topology is { Exchange.Kind: ExchangeKind.Sharing, Privacy.Dp: not PrivacyLevel.None })
        {
            failures.Add($"'{settings.TopologyPath}', privacy.dp: no mechanism protects the scores and synthetic rows of exchange kind sharing: write another kind, or dp: none");
        }

        if (plan is { Trains: false } && topology.Exchange.LocalWork.Proximal > 0)
        {
            failures.Add($"'{settings.TopologyPath}', exchange.localWork.proximal: the model '{topology.Model.Kind}' is made by sums over the ring alone, and nothing of it is trained that could be pulled: remove the line");
        }
    }

    // One federation, one schema: silo, topology and the digest in the topology all mean the same columns.
    private static void CheckSchemas(
        SiloSettings settings, FederationTopology? topology, CohortSchema? schema, CohortSchema? agreed, InputFailures failures)
    {
        if (schema is null)
        {
            return;
        }

        string own = SchemaText.DigestOf(schema);
        if (topology?.Model.SchemaDigest is { } written && written != own)
        {
            failures.Add($"{settings.Cohort.SchemaPath} has digest {own}, the topology says model.schemaDigest {written}: take the schema that the federation agreed on");
        }

        if (agreed is not null && SchemaText.DigestOf(agreed) is var theirs && theirs != own)
        {
            failures.Add($"{settings.Cohort.SchemaPath} has digest {own}, the topology's schema {topology!.Model.SchemaPath} has {theirs}: all silos of a federation have one schema");
        }
    }
}
