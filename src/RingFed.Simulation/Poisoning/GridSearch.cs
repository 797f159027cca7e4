namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Factors from 0.05 to 49, each 1.5 times the last, then a golden section search (Kiefer 1953) between the neighbours of
/// the strongest: 29 merges.
/// </summary>
public sealed class GridSearch : IFactorSearch
{
    private const double Smallest = 0.05;
    private const double Ratio = 1.5;
    private const int Factors = 18;
    private const int Sections = 9;

    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    public double Strongest(Func<double, double> damageOf)
    {
        Trial best = new(0, damageOf(0));
        double factor = Smallest;
        for (int i = 0; i < Factors; i++, factor *= Ratio)
        {
            best = Stronger(best, new(factor, damageOf(factor)));
        }

        return best.Factor == 0 ? 0 : Refine(best, damageOf).Factor;
    }

    private static Trial Refine(Trial best, Func<double, double> damageOf)
    {
        (double low, double high) = (best.Factor / Ratio, best.Factor * Ratio);
        Trial inner = At(high - (Golden * (high - low)));
        Trial outer = At(low + (Golden * (high - low)));
        for (int section = 2; section <= Sections; section++)
        {
            best = Stronger(best, Stronger(inner, outer));
            if (inner.Damage > outer.Damage)
            {
                (high, outer) = (outer.Factor, inner);
                inner = At(high - (Golden * (high - low)));
            }
            else
            {
                (low, inner) = (inner.Factor, outer);
                outer = At(low + (Golden * (high - low)));
            }
        }

        return Stronger(best, Stronger(inner, outer));

        Trial At(double factor) => new(factor, damageOf(factor));
    }

    private static Trial Stronger(Trial first, Trial second) => second.Damage > first.Damage ? second : first;

    private readonly record struct Trial(double Factor, double Damage);
}
