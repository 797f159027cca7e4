using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>Draws patients of the whole population, before they are spread over silos.</summary>
internal static class MdsPopulation
{
    public static MdsPatient Draw(SeededRandom random)
    {
        MdsCalibration calibration = MdsCalibration.Shared;
        (MdsTraits traits, double age, int karyotype) = MdsGenetics.DrawBase(random);
        for (int gene = 0; gene < MdsGenes.All.Count; gene++)
        {
            MdsGenetics.DrawGene(MdsGenes.All[gene], calibration.Intercepts[gene], traits, random);
        }

        MdsGenetics.AddCombinations(traits);
        MdsBlood blood = MdsBloodModel.Draw(traits, calibration, random);
        return new MdsPatient
        {
            Male = traits.Has("male"),
            Age = age,
            TherapyRelated = traits.Has("therapy"),
            Karyotype = karyotype,
            Traits = traits,
            Blood = blood,
            Clinic = MdsClinicModel.Draw(traits, blood, random),
            Survival = MdsSurvivalModel.Draw(traits, blood, karyotype, random),
        };
    }
}
