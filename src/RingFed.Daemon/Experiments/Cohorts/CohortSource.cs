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
    /// <summary>A silo that is sampled keeps so many, which an encoder can still be fitted to after patients were held out.</summary>
    private const int SampleMin = 30;

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
        int all = plan.Simulate is null ? Count(read) : plan.PatientsInFull ?? plan.Patients;
        read = plan.PatientsMax is { } most ? Sampled(read, most) : read;
        CohortSilos cut = read with { Silos = Cut(read.Silos, Scaled(partition, (double)Count(read) / all)) };
        if (cut.Silos.FirstOrDefault(silo => !RingName.IsValid(silo.Silo)) is { } misnamed)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"'{misnamed.Silo}' cannot be a silo's name: rename its folder to {RingName.Rule}");
        }

        return cut.Silos.Count >= 2
            ? cut
            : throw new CommandFailure(ExitCodes.BadInput, "the cohort is one silo and the partition takes silos as they are: name two tables or more, or another `partition.by`");
    }

    private static int Count(CohortSilos cohort) => cohort.Silos.Sum(silo => silo.Cohort.Count);

    private static CohortSilos Sampled(CohortSilos cohort, int most) => new(
        [.. cohort.Silos.Select(silo => silo with { Cohort = Spread(silo.Cohort, Math.Max(SampleMin, (int)((long)most * silo.Cohort.Count / Count(cohort)))) })],
        cohort.Holdout is { } holdout ? Spread(holdout, most) : null);

    /// <summary>So many of its rows, at even distances.</summary>
    private static Cohort Spread(Cohort cohort, int rows) => rows >= cohort.Count
        ? cohort
        : cohort.Take([.. Enumerable.Range(0, rows).Select(row => (int)((long)row * cohort.Count / rows))]);

    /// <summary>Sizes in the same proportion among fewer patients.</summary>
    private static PartitionPlan Scaled(PartitionPlan partition, double share) => share >= 1
        ? partition
        : partition with { Sizes = [.. partition.Sizes.Select(size => Math.Max(1, (int)(size * share)))] };

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
