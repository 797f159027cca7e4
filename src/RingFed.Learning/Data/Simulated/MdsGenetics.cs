using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>Draws sex, age, therapy, karyotype and mutations: everything that blood and survival depend on.</summary>
internal static class MdsGenetics
{
    /// <summary>Sex, age, therapy and karyotype; no gene yet.</summary>
    public static (MdsTraits Traits, double Age, int Karyotype) DrawBase(SeededRandom random)
    {
        MdsTraits traits = new();
        double age = Math.Round(Math.Clamp(96 - (5.6 * random.Gamma(4.5)), 20, 95.9), 1);
        traits["male"] = random.Bernoulli(0.6) ? 1 : 0;
        traits["age"] = (age - 71) / 10;
        traits["therapy"] = random.Bernoulli(0.09) ? 1 : 0;
        int karyotype = random.Categorical([.. MdsKaryotypes.All.Select(candidate => Weight(candidate, traits))]);
        traits[MdsKaryotypes.All[karyotype].Name] = 1;
        return (traits, age, karyotype);
    }

    /// <summary>One gene, given all earlier ones.</summary>
    public static void DrawGene(MdsGene gene, double intercept, MdsTraits traits, SeededRandom random) =>
        traits[gene.Name] = random.Bernoulli(Logistic(intercept + gene.Effects.Of(traits))) ? 1 : 0;

    /// <summary>Combinations that blood and survival refer to.</summary>
    public static void AddCombinations(MdsTraits traits)
    {
        bool multiHit = traits.Has("complex3") || traits.Has("complex4") || traits.Has("double5q");
        traits["RAS"] = traits.Has("NRAS") || traits.Has("KRAS") ? 1 : 0;
        traits["NPM1orFLT3"] = traits.Has("NPM1") || traits.Has("FLT3") ? 1 : 0;
        traits["TP53multi"] = multiHit ? traits["TP53"] : 0;
        traits["TP53single"] = multiHit ? 0 : traits["TP53"];
    }

    public static double Logistic(double logOdds) => 1 / (1 + ExactMath.Exp(-logOdds));

    private static double Weight(MdsKaryotype karyotype, MdsTraits traits)
    {
        double effect = (traits.Has("male") ? karyotype.Men : karyotype.Women) + (karyotype.Therapy * traits["therapy"]);
        return karyotype.Prior * ExactMath.Exp(effect);
    }
}
