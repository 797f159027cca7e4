using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Fills missing cells given the observed ones. Rows that break a constraint of the schema are drawn again.</summary>
internal static class VaeImputation
{
    /// <summary>A row that breaks a constraint each time stays as it was, its cells missing.</summary>
    private const int TriesMax = 20;

    /// <param name="hazards">One an endpoint, of the ring's patients: an endpoint is not drawn from a head as it is, whose curve may be off.</param>
    public static Cohort Impute(VaeLayout layout, VaeSampler sampler, IReadOnlyList<HazardFactors> hazards, LatentCodes codes, Cohort cohort, SeededRandom random, CancellationToken cancellationToken = default)
    {
        double[][] columns = [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
        int[] open = [.. Enumerable.Range(0, cohort.Count).Where(row => columns.Any(column => double.IsNaN(column[row])))];
        VaeDraw draw = new(layout, new VaeConditions(layout, []), random, neverMissing: true);
        for (int i = 0; i < TriesMax && open.Length > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] latent = Draw(codes, open, random);
            Cohort shown = Fill(cohort.Take(open), draw.Draw(sampler.Heads(latent, open.Length), open.Length));
            Cohort filled = sampler.WithEndpoints(draw, shown, latent, random, hazards);
            ILookup<bool, int> settled = Enumerable.Range(0, open.Length).ToLookup(row => cohort.Schema.Constraints.All(constraint => constraint.Holds(filled, row)));
            foreach (int row in settled[true])
            {
                for (int column = 0; column < columns.Length; column++)
                {
                    columns[column][open[row]] = filled[row, column];
                }
            }

            open = [.. settled[false].Select(row => open[row])];
        }

        return new Cohort(cohort.Schema, columns);
    }

    private static float[] Draw(LatentCodes codes, int[] rows, SeededRandom random)
    {
        float[] drawn = new float[rows.Length * codes.Size];
        for (int i = 0; i < drawn.Length; i++)
        {
            int at = (rows[i / codes.Size] * codes.Size) + (i % codes.Size);
            drawn[i] = (float)random.Normal(codes.Means[at], Math.Sqrt(codes.Variances[at]));
        }

        return drawn;
    }

    private static Cohort Fill(Cohort observed, Cohort drawn) =>
        new(observed.Schema, [.. Enumerable.Range(0, observed.Schema.Columns.Count).Select(column =>
        {
            double[] values = observed.Column(column).ToArray();
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = double.IsNaN(values[row]) ? drawn[row, column] : values[row];
            }

            return values;
        })]);
}
