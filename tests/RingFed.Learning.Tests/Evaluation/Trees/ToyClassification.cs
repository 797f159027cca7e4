using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation.Trees;

/// <summary>
/// Two classes from uniform draws and exact arithmetic, so that a reference in another language can make the very same
/// rows: SplitMix64, (u >> 11) 2^-53, draws in the order written. The last two columns miss values and are constant.
/// </summary>
internal static class ToyClassification
{
    private static readonly double[] FlagShares = [.5, .3, .1, .05, .4];

    public static (FeatureMatrix Features, bool[] Labels) Draw(long seed, int rows)
    {
        SeededRandom random = new(seed);
        double[][] columns = [.. Enumerable.Range(0, 11).Select(_ => new double[rows])];
        bool[] labels = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            double a = FourUniforms(random) - 2;
            double b = FourUniforms(random) - 2;
            double c = (a * b) + random.Uniform();
            double d = Math.Floor(10 * random.Uniform());
            double[] flags = [.. FlagShares];
            for (int k = 0; k < flags.Length; k++)
            {
                flags[k] = random.Uniform() < flags[k] ? 1 : 0;
            }

            double e = random.Uniform();
            e = random.Uniform() < .3 ? double.NaN : e;
            double score = (1.2 * a) - (.8 * b) + (.9 * flags[0] * flags[1]) + (d > 6 ? .6 : 0) + (double.IsNaN(e) ? .7 : .3 * e) - .8;
            labels[row] = random.Uniform() < 1 / (1 + Math.Exp(-score));
            double[] values = [a, b, c, d, .. flags, e, 1];
            for (int k = 0; k < values.Length; k++)
            {
                columns[k][row] = values[k];
            }
        }

        return (new FeatureMatrix(columns), labels);
    }

    private static double FourUniforms(SeededRandom random) =>
        random.Uniform() + random.Uniform() + random.Uniform() + random.Uniform();
}
