using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// Overall survival: T = 8.3 Exp(1) exp(-0.9 (η + centre effect)) years, censored at min(U(0.5, 11), Exp(mean 25)).
/// The log hazard of a unit of η is therefore 0.9.
/// </summary>
internal static class MdsSurvivalModel
{
    public const double ScaleYears = 8.3;

    public const double HazardPerUnit = 0.9;

    public const double ShortestYears = 0.003;

    public const double LongestYears = 12;

    /// <summary>Part of η that genetics, sex and age decide; age per decade.</summary>
    public static LinearPredictor Traits { get; } = new(
        ("age", 0.35), ("male", 0.25), ("TP53multi", 1.0), ("TP53single", 0.35), ("RUNX1", 0.42), ("ASXL1", 0.21),
        ("SRSF2", 0.24), ("U2AF1", 0.25), ("EZH2", 0.27), ("NRAS", 0.42), ("KRAS", 0.2), ("CBL", 0.3), ("DNMT3A", 0.22),
        ("IDH2", 0.38), ("ETV6", 0.39), ("FLT3", 0.8), ("KMT2A-PTD", 0.8), ("NPM1", 0.43), ("SF3B1", -0.1));

    /// <summary>Part of η that disease burden decides: name, coefficient, value (about its centre).</summary>
    public static IReadOnlyList<(string Name, double Coefficient, Func<MdsBlood, int, double> Value)> Burden { get; } =
    [
        ("blasts", 0.352, (blood, _) => (Math.Min(blood.Blasts, 20) / 5) - 0.8),
        ("haemoglobin", -0.171, (blood, _) => blood.Haemoglobin - 9.9),
        ("platelets", -0.222, (blood, _) => (Math.Min(blood.Platelets, 250) - 128) / 100),
        ("cytogenetics", 0.287, (_, karyotype) => MdsKaryotypes.All[karyotype].Risk - 1.4),
    ];

    public static MdsSurvival Draw(MdsTraits traits, MdsBlood blood, int karyotype, SeededRandom random)
    {
        double hazard = Traits.Of(traits) - (0.25 * 0.6) + Burden.Sum(term => term.Coefficient * term.Value(blood, karyotype));
        double draw = random.Exponential();
        double censoring = Math.Min(random.Uniform(0.5, 11), 25 * random.Exponential());
        return new MdsSurvival(hazard, draw, censoring);
    }

    /// <summary>Years and event flag at a centre.</summary>
    public static (double Years, bool Died) Observe(MdsSurvival survival, double centreEffect)
    {
        double death = ScaleYears * survival.Draw * ExactMath.Exp(-HazardPerUnit * (survival.LogHazard + centreEffect));
        double years = Math.Round(Math.Min(death, survival.Censoring), 3);
        return (Math.Max(ShortestYears, years), death <= survival.Censoring);
    }
}
