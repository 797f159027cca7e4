using RingFed.Daemon.Commands;
using RingFed.Daemon.Training;
using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Csv;
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
        Cohort? cohort = schema is null ? null : failures.Try(() => CohortCsv.Read(schema, settings.Cohort.Files));
        Check(settings, topology, schema, failures);
        failures.ThrowIfAny();
        return new SiloSetup(settings, topology!, cohort!, new SiloState(settings.StateDirectory));
    }

    /// <summary>The learning side of the topology.</summary>
    public TrainerOptions TrainerOptions(int threads)
    {
        LocalWork work = Topology.Exchange.LocalWork;
        int steps = Math.Min(work.Steps ?? int.MaxValue, work.StepsMax ?? int.MaxValue);
        return new TrainerOptions(Settings.Silo, Topology.Model.Kind, Topology.Model.Seed, new TrainingBudget(steps, work.Time), Topology.Model.Options, threads);
    }

    private static void Check(SiloSettings settings, FederationTopology? topology, CohortSchema? schema, InputFailures failures)
    {
        if (topology is not null)
        {
            if (topology.IndexOf(settings.Silo) < 0)
            {
                failures.Add($"silo '{settings.Silo}' is not in the roster of '{settings.TopologyPath}', which has {string.Join(", ", topology.Silos.Select(silo => silo.Id))}: correct 'silo', or take the topology that names it");
            }

            failures.Check(() => ModelCatalog.ParseOptions(topology.Model.Kind, topology.Model.Options));
        }

        if (schema is not null)
        {
            failures.Check(() => SchemaGuard.RequirePlainSumAllowed(schema));
        }
    }
}
