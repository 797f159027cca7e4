using System.Globalization;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// A simulated cohort of myelodysplastic syndromes with planted dependences between karyotype, mutations, blood and
/// survival. Marginals approximate published aggregates; no row stems from a patient, and no result on it is clinical.
/// </summary>
public static class MdsSimulator
{
    public const string PatientsFile = "patients.csv";

    public const string SchemaFileName = "schema.yaml";

    /// <summary>Streams of the seed; another purpose takes another number and leaves these unchanged.</summary>
    private enum Stream
    {
        Patients,
        Silos,
        Allocation,
        Records,
    }

    /// <summary>One cohort a silo, the largest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static IReadOnlyList<Cohort> Draw(MdsSimulationOptions options)
    {
        (IReadOnlyList<MdsPatient> patients, IReadOnlyList<MdsSilo> silos, int[] assigned) = DrawComplete(options);
        SeededRandom random = new(options.Seed, (int)Stream.Records);
        List<double[]>[] rows = [.. silos.Select(_ => new List<double[]>())];
        for (int i = 0; i < patients.Count; i++)
        {
            rows[assigned[i]].Add(MdsRecorder.Record(patients[i], silos[assigned[i]], random));
        }

        return [.. rows.Select(ToCohort)];
    }

    /// <summary>
    /// Draws and writes one folder a silo (<c>silo-1</c>, ... or <paramref name="names"/>), each with
    /// <see cref="PatientsFile"/> and <see cref="SchemaFileName"/>, both of which say SIMULATED.
    /// </summary>
    /// <returns>The folders, in the order of the silos.</returns>
    public static IReadOnlyList<string> Write(MdsSimulationOptions options, string directory, IReadOnlyList<string>? names = null)
    {
        IReadOnlyList<Cohort> cohorts = Draw(options);
        names ??= [.. Enumerable.Range(1, options.Silos).Select(silo => string.Create(CultureInfo.InvariantCulture, $"silo-{silo}"))];
        if (names.Count != cohorts.Count)
        {
            throw new ArgumentException($"{cohorts.Count} silos need as many names; {names.Count} were given.", nameof(names));
        }

        List<string> folders = [];
        for (int silo = 0; silo < cohorts.Count; silo++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(directory, names[silo])).FullName;
            CohortCsv.Write(cohorts[silo], Path.Combine(folder, PatientsFile), keyPrefix: $"{names[silo]}-");
            SchemaFile.Save(MdsSchema.Instance, Path.Combine(folder, SchemaFileName));
            folders.Add(folder);
        }

        return folders;
    }

    /// <summary>Patients before anything is missing, the silos, and who is where: what was planted, for tests.</summary>
    internal static (IReadOnlyList<MdsPatient> Patients, IReadOnlyList<MdsSilo> Silos, int[] Assigned) DrawComplete(MdsSimulationOptions options)
    {
        options.Validate();
        SeededRandom forPatients = new(options.Seed, (int)Stream.Patients);
        MdsPatient[] patients = [.. Enumerable.Range(0, options.Patients).Select(_ => MdsPopulation.Draw(forPatients))];
        SeededRandom forSilos = new(options.Seed, (int)Stream.Silos);
        MdsSilo[] silos = [.. Enumerable.Range(0, options.Silos).Select(_ => MdsSilo.Draw(options.Skew, forSilos))];
        int[] assigned = MdsAllocation.Assign(
            patients, silos, options.Sizes ?? MdsAllocation.Sizes(options.Patients, options.Silos), new SeededRandom(options.Seed, (int)Stream.Allocation));
        return (patients, silos, assigned);
    }

    private static Cohort ToCohort(List<double[]> rows) => new(
        MdsSchema.Instance,
        [.. Enumerable.Range(0, MdsSchema.Instance.Columns.Count).Select(column => rows.Select(row => row[column]).ToArray())]);
}
