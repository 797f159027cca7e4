using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// Constants that make the marginals come out: gene intercepts and the scale of the blast propensity, found once on a
/// reference population of its own seed, so that they do not depend on the cohort drawn.
/// </summary>
/// <param name="Intercepts">Log odds per gene of <see cref="MdsGenes.All"/>.</param>
internal sealed record MdsCalibration(IReadOnlyList<double> Intercepts, double BlastMean, double BlastDeviation)
{
    private const int ReferencePatients = 20_000;

    private const long ReferenceSeed = 20_120_901;

    private static readonly Lazy<MdsCalibration> _shared = new(Calibrate);

    public static MdsCalibration Shared => _shared.Value;

    private static MdsCalibration Calibrate()
    {
        SeededRandom random = new(ReferenceSeed);
        MdsTraits[] population = [.. Enumerable.Range(0, ReferencePatients).Select(_ => MdsGenetics.DrawBase(random).Traits)];
        List<double> intercepts = [];
        foreach (MdsGene gene in MdsGenes.All)
        {
            double intercept = Intercept(gene, [.. population.Select(gene.Effects.Of)]);
            intercepts.Add(intercept);
            foreach (MdsTraits traits in population)
            {
                MdsGenetics.DrawGene(gene, intercept, traits, random);
            }
        }

        double[] propensity = [.. population.Select(traits => BlastPropensity(traits, random))];
        double mean = propensity.Average();
        double variance = propensity.Average(value => (value - mean) * (value - mean));
        return new MdsCalibration(intercepts, mean, Math.Sqrt(variance));
    }

    /// <summary>Newton's method on the mean of the logistic; convex enough that a fixed number of steps suffices.</summary>
    private static double Intercept(MdsGene gene, double[] effects)
    {
        const int steps = 12;
        double intercept = ExactMath.Log(gene.Frequency / (1 - gene.Frequency));
        for (int step = 0; step < steps; step++)
        {
            double mean = 0;
            double slope = 0;
            foreach (double effect in effects)
            {
                double probability = MdsGenetics.Logistic(intercept + effect);
                mean += probability / effects.Length;
                slope += probability * (1 - probability) / effects.Length;
            }

            intercept += Math.Clamp((gene.Frequency - mean) / slope, -1, 1);
        }

        return intercept;
    }

    private static double BlastPropensity(MdsTraits traits, SeededRandom random)
    {
        MdsGenetics.AddCombinations(traits);
        return MdsBloodModel.Blasts.Of(traits) + random.Normal();
    }
}
