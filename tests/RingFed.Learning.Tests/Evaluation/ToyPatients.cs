using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Tests.Evaluation;

/// <summary>Patients whose columns hang together through one hidden severity; no medicine is meant.</summary>
internal static class ToyPatients
{
    private const int Genes = 8;

    public static Cohort Draw(int count, long seed)
    {
        SeededRandom random = new(seed);
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            rows[i] = Patient(random);
        }

        double[] Column(int c) => [.. rows.Select(row => row[c])];
        CohortOf cohort = CohortOf.Nothing
            .Numbers("age", Column(0)).Numbers("blasts", Column(1)).Numbers("platelets", Column(2))
            .Categories("karyotype", ["good", "middling", "poor"], Column(3));
        for (int gene = 0; gene < Genes; gene++)
        {
            cohort.Gene($"GENE{gene}", Column(4 + gene));
        }

        return cohort.Endpoint("os", Column(4 + Genes), Column(5 + Genes)).Build();
    }

    private static double[] Patient(SeededRandom random)
    {
        double severity = random.Normal();
        List<double> row =
        [
            Math.Round(70 + (8 * random.Normal()), 1),
            Math.Round(Math.Exp(1 + (.8 * severity) + (.3 * random.Normal())), 1),
            random.Uniform() < .15 ? double.NaN : Math.Round(150 - (40 * severity) + (20 * random.Normal())),
            severity < 0 ? 0 : severity < 1 ? 1 : 2,
        ];
        for (int gene = 0; gene < Genes; gene++)
        {
            double scale = gene < Genes - 2 ? 1.5 : .2;
            row.Add(random.Uniform() < scale * (.03 + (.3 / (1 + Math.Exp(-3 * severity)))) ? 1 : 0);
        }

        double death = 5 * random.Exponential() * Math.Exp(-severity);
        double censoring = 10 * random.Uniform();
        row.Add(Math.Max(.01, Math.Round(Math.Min(death, censoring), 2)));
        row.Add(death <= censoring ? 1 : 0);
        return [.. row];
    }
}
