using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>Further findings at diagnosis, given genetics and blood.</summary>
internal static class MdsClinicModel
{
    /// <summary>Log odds of a performance status above 0, 1, 2 and 3 at average age and haemoglobin.</summary>
    private static readonly double[] _ecogThresholds = [0.62, -1.39, -2.6, -4.2];

    public static MdsClinic Draw(MdsTraits traits, MdsBlood blood, SeededRandom random)
    {
        double anaemia = blood.Haemoglobin - 9.9;
        double creatinine = MdsBloodModel.LogNormal(0.95, (0.04 * traits["age"]) + (0.15 * (traits["male"] - 0.6)), 0.28, random);
        return new MdsClinic(
            MdsBloodModel.Round(MdsBloodModel.LogNormal(350, 0, 1, random), 0, 1, 20_000),
            MdsBloodModel.Round(MdsBloodModel.LogNormal(210, 0, 0.35, random), 0, 50, 5_000),
            MdsBloodModel.Round(MdsBloodModel.LogNormal(60, -0.25 * (blood.Haemoglobin - 10), 1, random), 0, 1, 20_000),
            MdsBloodModel.Round(creatinine, 2, 0.2, 15),
            MdsBloodModel.Round(4 - (0.1 * traits["age"]) + (0.05 * anaemia) + random.Normal(0, 0.4), 1, 1.5, 6),
            DrawEcog((0.3 * traits["age"]) - (0.15 * anaemia), random),
            DrawFibrosis(traits, random),
            DrawTransfusions(blood.Haemoglobin, random));
    }

    private static int DrawEcog(double effect, SeededRandom random)
    {
        double uniform = random.Uniform();
        return _ecogThresholds.Count(threshold => uniform < MdsGenetics.Logistic(threshold + effect));
    }

    private static int DrawFibrosis(MdsTraits traits, SeededRandom random)
    {
        double marked = ExactMath.Exp((0.9 * traits["JAK2"]) + (0.4 * traits["complex4"]));
        return random.Categorical([0.60, 0.25, 0.10 * marked, 0.05 * marked]);
    }

    /// <summary>Mostly below 8 g/dL.</summary>
    private static int DrawTransfusions(double haemoglobin, SeededRandom random)
    {
        const int unitsMax = 30;
        double probability = haemoglobin switch { < 8 => 0.8, < 10 => 0.25, _ => 0.03 };
        return random.Bernoulli(probability)
            ? Math.Min(unitsMax, 1 + random.Poisson(3 + Math.Max(0, 8 - haemoglobin)))
            : 0;
    }
}
