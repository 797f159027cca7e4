using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork.Personal;

/// <summary>
/// How much more or less often each value of a step comes at a site than in the ring, whatever its parents: one log ratio
/// a value, shares(leaf, value) ∝ ring(leaf, value) exp(x[value]). It is what the site as one more parent would tell, if it acts
/// alike in all contexts. x is normal around 0 a priori; its precision, and whether there is any tilt, go by evidence
/// (Laplace's approximation of the marginal likelihood: MacKay 1992, Neural Computation 4(3)).
/// </summary>
/// <param name="leaves">The site's counts.</param>
/// <param name="values">Values of the step.</param>
internal sealed class ShareTilt(IReadOnlyList<LeafCounts> leaves, int values)
{
    private const int Steps = 25;

    private const double StepMax = 1;

    private const double StepMin = 1e-9;

    /// <summary>Precisions tried: a tilt of about a tenth, up to one of more than a factor of four.</summary>
    private static readonly double[] _precisions = [100, 30, 10, 5, 2, 1, 0.5];

    /// <summary>The tilt with the largest evidence; zeros where it is no larger than the ring's shares have.</summary>
    public double[] Best()
    {
        double[] best = new double[values];
        double[] at = best;
        double evidence = 0;
        foreach (double precision in values > 1 && leaves.Count > 0 ? _precisions : [])
        {
            (at, double reached) = Climb(at, precision);
            if (reached > evidence)
            {
                (best, evidence) = (at, reached);
            }
        }

        return best;
    }

    public static double[] Apply(double[] shares, double[] tilt)
    {
        double[] tilted = [.. shares.Select((share, value) => share * ExactMath.Exp(tilt[value]))];
        double total = tilted.Sum();
        return [.. tilted.Select(share => share / total)];
    }

    /// <summary>Newton's steps on a concave function, the largest entry of one cut.</summary>
    /// <returns>The tilt, and its evidence relative to no tilt at all, in nats.</returns>
    private (double[] Tilt, double Evidence) Climb(double[] from, double precision)
    {
        double[] at = [.. from];
        for (int step = 0; step < Steps; step++)
        {
            (double[] gradient, PositiveSystem curvature) = Slopes(at, precision);
            double[] move = curvature.Solve(gradient);
            double largest = move.Max(Math.Abs);
            double scale = largest > StepMax ? StepMax / largest : 1;
            at = [.. at.Select((value, v) => value + (scale * move[v]))];
            if (largest < StepMin)
            {
                break;
            }
        }

        double priors = at.Sum(value => (ExactMath.Log(precision) - (precision * value * value)) / 2);
        return (at, Gain(at) + priors - (Slopes(at, precision).Curvature.LogDeterminant / 2));
    }

    /// <summary>Log-likelihood of the site's records above that at the ring's shares.</summary>
    private double Gain(double[] tilt)
    {
        double gain = 0;
        foreach (LeafCounts leaf in leaves)
        {
            double mass = 0;
            for (int value = 0; value < values; value++)
            {
                mass += leaf.Shares[value] * ExactMath.Exp(tilt[value]);
                gain += leaf.Counts[value] * tilt[value];
            }

            gain -= leaf.Records * ExactMath.Log(mass);
        }

        return gain;
    }

    private (double[] Gradient, PositiveSystem Curvature) Slopes(double[] tilt, double precision)
    {
        double[] gradient = [.. tilt.Select(value => -precision * value)];
        double[,] curvature = new double[values, values];
        foreach (LeafCounts leaf in leaves)
        {
            double[] shares = Apply(leaf.Shares, tilt);
            for (int v = 0; v < values; v++)
            {
                gradient[v] += leaf.Counts[v] - (leaf.Records * shares[v]);
                curvature[v, v] += leaf.Records * shares[v];
                for (int w = 0; w < values; w++)
                {
                    curvature[v, w] -= leaf.Records * shares[v] * shares[w];
                }
            }
        }

        return (gradient, new PositiveSystem(curvature, precision));
    }
}
