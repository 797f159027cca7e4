using System.Globalization;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// A SIMULATED cohort of children with sickle cell anaemia and a silent cerebral infarct or none, as small as such cohorts
/// are: 65 patients in three silos. No row stems from a patient, and no result on it is clinical. Specification:
/// age 9 ± 2.5 years; male .5; hydroxyurea .4; haemoglobin 8.1 ± 1.1 g/dL, + .6 on hydroxyurea; haemoglobin F 9 ± 5 %, + 7 on
/// hydroxyurea; reticulocytes 11 ± 4 %, - 1.5 per g/dL above the mean haemoglobin; white cells 12 ± 3.5, - 2 on hydroxyurea; LDH
/// lognormal about 430, falling with haemoglobin; saturation 97 ± 2 %; systolic pressure 105 ± 9 + .9 a year above 9;
/// transcranial Doppler 145 ± 22 - 8 per g/dL. Missing at random: haemoglobin F 8 %, LDH 5 %, Doppler 10 %. Signs of the
/// risk follow the baseline of the SIT trial (DeBaun et al., Blood 2012: lower haemoglobin, higher pressure, male sex):
/// logit p = -.75 - .8 hb + .7 sbp + .7 (male - .5) + .4 tcd - .3 hbf, in standard deviations; about a third have one.
/// </summary>
public static class SickleSimulator
{
    public const string PatientsFile = "patients.csv";

    public const string SchemaFileName = "schema.yaml";

    /// <summary>One cohort a silo, the largest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static IReadOnlyList<Cohort> Draw(SickleSimulationOptions options)
    {
        options.Validate();
        double[][][] rows = [.. Sizes(options).Select((size, silo) => Silo(size, silo, options))];
        return [.. rows.Select(silo => new Cohort(
            SickleSchema.Instance,
            [.. Enumerable.Range(0, SickleSchema.Instance.Columns.Count).Select(column => silo.Select(row => row[column]).ToArray())]))];
    }

    /// <summary>Draws and writes one folder a silo (<c>silo-1</c>, ...), each with patients and schema, both of which say SIMULATED.</summary>
    /// <returns>The folders, in the order of the silos.</returns>
    public static IReadOnlyList<string> Write(SickleSimulationOptions options, string directory)
    {
        List<string> folders = [];
        foreach (Cohort cohort in Draw(options))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"silo-{folders.Count + 1}");
            string folder = Directory.CreateDirectory(Path.Combine(directory, name)).FullName;
            CohortCsv.Write(cohort, Path.Combine(folder, PatientsFile), keyPrefix: $"{name}-");
            SchemaFile.Save(SickleSchema.Instance, Path.Combine(folder, SchemaFileName));
            folders.Add(folder);
        }

        return folders;
    }

    /// <summary>As 1/1, 1/2, 1/3, ...; each silo has a patient at least, and the first takes what rounding leaves.</summary>
    private static int[] Sizes(SickleSimulationOptions options)
    {
        double whole = Enumerable.Range(1, options.Silos).Sum(place => 1.0 / place);
        int[] sizes = [.. Enumerable.Range(1, options.Silos).Select(place => Math.Max(1, (int)(options.Patients / (place * whole))))];
        for (int excess = sizes.Sum() - options.Patients; excess > 0; excess--)
        {
            sizes[Array.IndexOf(sizes, sizes.Max())]--;
        }

        sizes[0] += options.Patients - sizes.Sum();
        return sizes;
    }

    private static double[][] Silo(int size, int silo, SickleSimulationOptions options)
    {
        SeededRandom random = new(options.Seed, silo);
        double shift = options.Skew * (silo - ((options.Silos - 1) / 2.0));
        return [.. Enumerable.Range(0, size).Select(_ => Patient(random, shift))];
    }

    /// <summary>One value per column of <see cref="SickleSchema.Instance"/>.</summary>
    private static double[] Patient(SeededRandom random, double shift)
    {
        double age = random.Normal(9 + (2.5 * shift), 2.5);
        bool male = random.Bernoulli(.5);
        bool treated = random.Bernoulli(.4);
        double haemoglobin = random.Normal(8.1 - (.55 * shift) + (treated ? .6 : 0), 1.1);
        double low = 8.1 - haemoglobin;
        double foetal = random.Normal(treated ? 16 : 9, 5);
        double reticulocytes = random.Normal(11 + (1.5 * low), 4);
        double white = random.Normal(treated ? 10 : 12, 3.5);
        double ldh = ExactMath.Exp(random.Normal(6.06 + (.1 * low), .3));
        double saturation = random.Normal(97, 2);
        double pressure = random.Normal(105 + (.9 * (age - 9)), 9);
        double doppler = random.Normal(145 + (8 * low), 22);
        double logit = -.75 + (.8 * low / 1.1) + (.7 * (pressure - 105) / 9) + (male ? .35 : -.35) + (.4 * (doppler - 145) / 22) - (.3 * (foetal - 12) / 6);
        return Recorded(
            random,
            [age, male ? 1 : 0, treated ? 1 : 0, haemoglobin, foetal, reticulocytes, white, ldh, saturation, pressure, doppler,
            random.Bernoulli(1 / (1 + ExactMath.Exp(-logit))) ? 1 : 0]);
    }

    /// <summary>Rounded and kept inside the schema's ranges, with what is missing.</summary>
    private static double[] Recorded(SeededRandom random, double[] values)
    {
        for (int column = 0; column < values.Length; column++)
        {
            ColumnSchema schema = SickleSchema.Instance.Columns[column];
            if (!schema.IsDiscrete)
            {
                values[column] = Math.Round(Math.Clamp(values[column], schema.Minimum, schema.Maximum), schema.Decimals);
            }

            bool missing = schema.MissingAllowed && random.Bernoulli(Missing(schema.Name));
            values[column] = missing ? double.NaN : values[column];
        }

        return values;
    }

    private static double Missing(string column) => column switch
    {
        "haemoglobin_f" => .08,
        "ldh" => .05,
        _ => .10,
    };
}
