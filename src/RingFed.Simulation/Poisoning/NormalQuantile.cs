namespace RingFed.Simulation.Poisoning;

/// <summary>
/// The inverse of the standard normal distribution function, by bisection on its series
/// Φ(z) = 1/2 + φ(z) (z + z³/3 + z⁵/15 + ...) (Marsaglia 2004, "Evaluating the normal distribution").
/// </summary>
internal static class NormalQuantile
{
    /// <summary>Beyond it the series no longer tells Φ from 0 or 1 in float64.</summary>
    private const double Furthest = 7;

    private const int Halvings = 60;

    /// <param name="share">Between 0 and 1, both excluded.</param>
    public static double At(double share)
    {
        (double low, double high) = (-Furthest, Furthest);
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Below(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double Below(double z)
    {
        (double term, double sum) = (z, z);
        for (int odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
        {
            term *= z * z / odd;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
    }
}
