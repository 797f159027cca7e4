using RingFed.Federation.Identity;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Partitioning;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Daemon.Experiments.Cohorts;

/// <summary>Reads or draws an experiment's patients and makes silos of them.</summary>
internal static class CohortSource
{
    private const string SchemaName = "schema.yaml";
    private const string TableName = "patients.csv";
    private static readonly string[] HoldoutNames = ["holdout", "test"];

    /// <exception cref="InvalidInputException">Files have faults; all are listed.</exception>
    /// <exception cref="ArgumentException">The partition does not fit the cohort.</exception>
    /// <exception cref="CommandFailure">The cohort is not here, or is one silo where the partition wants several.</exception>
    public static CohortSilos Load(CohortPlan plan, PartitionPlan partition)
    {
        CohortSilos read = plan switch
        {
            { Simulate: not null } => new CohortSilos(SimulatedCohorts.Draw(plan), null),
            { Public: { } name } => PublicCohorts.Read(name),
            { Folder: { } folder } => Prepared(folder),
            _ => Tables(plan),
        };
        CohortSilos cut = read with { Silos = Cut(read.Silos, partition) };
        if (cut.Silos.FirstOrDefault(silo => !RingName.IsValid(silo.Silo)) is { } misnamed)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"'{misnamed.Silo}' cannot be a silo's name: rename its folder to {RingName.Rule}");
        }

        return cut.Silos.Count >= 2
            ? cut
            : throw new CommandFailure(ExitCodes.BadInput, "the cohort is one silo and the partition takes silos as they are: name two tables or more, or another `partition.by`");
    }

    private static IReadOnlyList<SiloCohort> Cut(IReadOnlyList<SiloCohort> silos, PartitionPlan partition)
    {
        if (partition.By == PartitionKind.AsIs)
        {
            return silos;
        }

        Cohort all = Cohort.Concatenate([.. silos.Select(silo => silo.Cohort)]);
        return partition.By switch
        {
            PartitionKind.Column => CohortPartition.ByColumn(all, partition.Column!),
            PartitionKind.Iid => CohortPartition.Iid(all, partition.Silos, partition.Seed),
            PartitionKind.Dirichlet => CohortPartition.Dirichlet(all, partition.Column!, partition.Silos, partition.Concentration, partition.Seed),
            _ => CohortPartition.BySizes(all, partition.Sizes, partition.Seed),
        };
    }

    private static CohortSilos Tables(CohortPlan plan)
    {
        CohortSchema schema = SchemaFile.Load(plan.Schema!);
        SiloCohort[] silos = [.. plan.Tables.Select((table, place) => new SiloCohort($"silo-{place + 1}", CohortCsv.Read(schema, table)))];
        return new CohortSilos(silos, plan.Holdout.Count == 0 ? null : CohortCsv.Read(schema, plan.Holdout));
    }

    /// <summary>What <c>ringfed data prepare</c> and <c>data simulate</c> write.</summary>
    private static CohortSilos Prepared(string folder)
    {
        string[] silos = Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Where(silo => File.Exists(Path.Combine(silo, SchemaName))).Order(StringComparer.Ordinal)]
            : [];
        if (silos.Length == 0)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"{folder} holds no prepared cohort: write one with `ringfed data prepare` or `ringfed data simulate`");
        }

        CohortSchema schema = SchemaFile.Load(Path.Combine(silos[0], SchemaName));
        RequireOneSchema(silos, schema);
        ILookup<bool, SiloCohort> read = silos
            .Select(silo => new SiloCohort(Path.GetFileName(silo), CohortCsv.Read(schema, Path.Combine(silo, TableName))))
            .ToLookup(silo => HoldoutNames.Contains(silo.Silo));
        return read[true].Count() > 1
            ? throw new CommandFailure(ExitCodes.BadInput, $"{folder} has both {string.Join(" and ", HoldoutNames)}: leave the one that is held out, and rename or remove the other")
            : new CohortSilos([.. read[false]], read[true].FirstOrDefault()?.Cohort);
    }

    private static void RequireOneSchema(string[] silos, CohortSchema schema)
    {
        string digest = SchemaText.DigestOf(schema);
        if (Array.Find(silos, silo => SchemaText.DigestOf(SchemaFile.Load(Path.Combine(silo, SchemaName))) != digest) is { } other)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"{other} has another schema than {silos[0]}: prepare both from one");
        }
    }
}
