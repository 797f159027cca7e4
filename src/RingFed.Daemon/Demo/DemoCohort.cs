using RingFed.Federation.Identity;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Demo;

/// <summary>The patients of a demo: what each silo trains on, and what nobody trains on.</summary>
/// <param name="Name">For the summary.</param>
/// <param name="Train">One cohort a silo, 70 % of its patients.</param>
/// <param name="HoldOut">The other 30 % of every silo, joined: the report's ceiling and judge.</param>
internal sealed record DemoCohort(string Name, CohortSchema Schema, IReadOnlyList<(string Silo, Cohort Train)> Train, Cohort HoldOut)
{
    private const double TrainFraction = .7;
    private const string SchemaPattern = "*schema.yaml";

    // Unequal on purpose: a ring has a large university hospital and a small one.
    private const double SimulatedSkew = .5;

    private static readonly string[] SimulatedNames =
    [
        "bologna", "paris", "berlin", "madrid", "vienna", "leuven", "porto", "turku",
        "gdansk", "malmo", "ghent", "graz", "lille", "pavia", "basel", "cork",
    ];

    public static DemoCohort Load(DemoOptions options)
    {
        (string name, IReadOnlyList<(string Silo, Cohort Cohort)> silos) = options.Cohort == DemoOptions.SimulatedCohort
            ? Simulate(options)
            : ReadFolder(options);
        List<(string, Cohort)> train = [];
        List<Cohort> holdOut = [];
        foreach ((string silo, Cohort cohort) in silos)
        {
            (Cohort kept, Cohort held) = Split(cohort, options.Seed, train.Count);
            train.Add((silo, kept));
            holdOut.Add(held);
        }

        return new DemoCohort(name, silos[0].Cohort.Schema, train, Cohort.Concatenate(holdOut));
    }

    public Cohort PooledTrain() => Cohort.Concatenate([.. Train.Select(silo => silo.Train)]);

    private static (string, IReadOnlyList<(string, Cohort)>) Simulate(DemoOptions options)
    {
        int count = options.Silos ?? DemoOptions.SilosDefault;
        IReadOnlyList<Cohort> cohorts = MdsSimulator.Draw(new MdsSimulationOptions
        {
            Patients = options.Patients,
            Silos = count,
            Skew = SimulatedSkew,
            Seed = options.Seed,
        });
        return ($"simulated myelodysplastic syndrome, {options.Patients} patients",
            [.. cohorts.Select((cohort, silo) => (SimulatedNames[silo], cohort))]);
    }

    private static (string, IReadOnlyList<(string, Cohort)>) ReadFolder(DemoOptions options)
    {
        if (!Directory.Exists(options.Cohort))
        {
            throw new CommandFailure(ExitCodes.BadInput, $"cohort folder '{options.Cohort}' does not exist: give a folder with a schema and one CSV a silo, or 'simulated'");
        }

        IReadOnlyList<(string Silo, string Table)> tables = Tables(options.Cohort);
        string[] schemas = [.. Directory.GetFiles(options.Cohort, SchemaPattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        if (schemas.Length == 0 || tables.Count < 2)
        {
            throw new CommandFailure(
                ExitCodes.BadInput,
                $"cohort folder '{options.Cohort}' has {schemas.Length} schemas ({SchemaPattern}) and {tables.Count} silos: it needs a schema, "
                + $"and for each of two or more silos a CSV (NAME.csv, or NAME/{MdsSimulator.PatientsFile})");
        }

        RefuseBadNames(tables);
        if (options.Silos is { } wanted && wanted != tables.Count)
        {
            throw new CommandFailure(
                ExitCodes.BadInput, $"cohort folder '{options.Cohort}' has {tables.Count} silos: leave --silos out, or ask for {tables.Count}");
        }

        return ReadTables(schemas, tables);
    }

    private static void RefuseBadNames(IReadOnlyList<(string Silo, string Table)> tables)
    {
        List<string> faults =
        [
            .. tables.Where(table => !RingName.IsValid(table.Silo) || table.Silo == DemoFederation.AuthorityFolder)
                .Select(table => $"{table.Table}: '{table.Silo}' cannot be a silo's name; write {RingName.Rule}"),
        ];
        if (tables.Count > DemoOptions.SilosMax)
        {
            faults.Add($"{tables.Count} silos: a ring on one machine has 2 to {DemoOptions.SilosMax}");
        }

        if (faults.Count > 0)
        {
            throw new CommandFailure(ExitCodes.BadInput, faults);
        }
    }

    private static IReadOnlyList<(string Silo, string Table)> Tables(string folder)
    {
        IEnumerable<(string, string)> flat = Directory.GetFiles(folder, "*.csv").Select(file => (Path.GetFileNameWithoutExtension(file), file));
        IEnumerable<(string, string)> nested = Directory.GetDirectories(folder)
            .Select(silo => (Path.GetFileName(silo), Path.Combine(silo, MdsSimulator.PatientsFile)))
            .Where(silo => File.Exists(silo.Item2));
        return [.. flat.Concat(nested).OrderBy(silo => silo.Item1, StringComparer.Ordinal)];
    }

    private static (string, IReadOnlyList<(string, Cohort)>) ReadTables(string[] schemas, IReadOnlyList<(string Silo, string Table)> tables)
    {
        InputFailures failures = new();
        CohortSchema?[] read = [.. schemas.Select(file => failures.Try(() => SchemaFile.Load(file)))];
        failures.ThrowIfAny();
        CohortSchema schema = read[0]!;
        for (int i = 1; i < read.Length; i++)
        {
            if (SchemaText.DigestOf(read[i]!) != SchemaText.DigestOf(schema))
            {
                failures.Add($"{schemas[i]} describes other columns than {schemas[0]}: all silos of a federation have one schema");
            }
        }

        Cohort?[] cohorts = [.. tables.Select(table => failures.Try(() => CohortCsv.Read(schema, [table.Table])))];
        failures.ThrowIfAny();
        return (schema.Name, [.. tables.Select((table, i) => (table.Silo, cohorts[i]!))]);
    }

    private static (Cohort Train, Cohort HoldOut) Split(Cohort cohort, long seed, int stream)
    {
        int[] rows = [.. Enumerable.Range(0, cohort.Count)];
        Shuffle(rows, new SeededRandom(seed, stream));
        int kept = (int)(cohort.Count * TrainFraction);
        return (cohort.Take(rows.AsSpan(0, kept)), cohort.Take(rows.AsSpan(kept)));
    }

    // Fisher and Yates.
    private static void Shuffle(int[] rows, SeededRandom random)
    {
        for (int i = rows.Length - 1; i > 0; i--)
        {
            int j = random.Index(i + 1);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }
    }
}
