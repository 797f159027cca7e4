using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>What is particular about a silo.</summary>
/// <param name="RiskAffinity">Factor per IPSS-R category on the odds that a patient is treated here.</param>
/// <param name="AgeAffinity">Log odds per decade of age that a patient is treated here.</param>
/// <param name="CentreEffect">Added to η of every patient.</param>
/// <param name="HaemoglobinOffset">g/dL, added to every measurement.</param>
/// <param name="CountFactor">Multiplies every cell count.</param>
/// <param name="Missing">Probability that a test was not done, per column name.</param>
internal sealed record MdsSilo(
    double[] RiskAffinity,
    double AgeAffinity,
    double CentreEffect,
    double HaemoglobinOffset,
    double CountFactor,
    IReadOnlyDictionary<string, double> Missing)
{
    private const double CentreDeviation = 0.15;

    /// <summary>Tests that sites order at their own habit: shares over all sites.</summary>
    private static readonly (string Column, double Share)[] _habits = [("erythropoietin", 0.45), ("ferritin", 0.25), ("ldh", 0.10)];

    public static MdsSilo Draw(double skew, SeededRandom random) => new(
        RiskAffinities(skew, random),
        random.Normal(0, 0.3 * skew),
        random.Normal(0, CentreDeviation),
        random.Normal(0, 0.2 * skew),
        ExactMath.Exp(random.Normal(0, 0.05 * skew)),
        _habits.ToDictionary(habit => habit.Column, habit => Habit(habit.Share, random)));

    /// <summary>Dirichlet shares over the risk categories; even without skew.</summary>
    private static double[] RiskAffinities(double skew, SeededRandom random)
    {
        const double strongestConcentration = 2;
        int categories = IpssR.Categories.Count;
        return skew == 0
            ? [.. Enumerable.Repeat(1.0 / categories, categories)]
            : random.Dirichlet(categories, strongestConcentration / (skew * skew));
    }

    private static double Habit(double share, SeededRandom random) =>
        MdsGenetics.Logistic(ExactMath.Log(share / (1 - share)) + random.Normal(0, 0.5));
}
