using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// Writes down what a silo would know of a patient: values with its assay's offset, then what is missing. Missing: 3 %
/// of blood values, ring sideroblasts 20 %, karyotype 4 %, the whole gene panel 5 %, other tests by the site's habit.
/// </summary>
internal static class MdsRecorder
{
    private const double BloodMissing = 0.03;

    private const double RingSideroblastsMissing = 0.20;

    private const double KaryotypeMissing = 0.04;

    private const double PanelMissing = 0.05;

    /// <summary>One value per column of <see cref="MdsSchema.Instance"/>.</summary>
    public static double[] Record(MdsPatient patient, MdsSilo silo, SeededRandom random)
    {
        double karyotype = OrMissing(patient.Karyotype, KaryotypeMissing, random);
        MdsBlood blood = WithGaps(Measured(patient.Blood, silo), random);
        double[] genes = Panel(patient.Traits, random);
        (double years, bool died) = MdsSurvivalModel.Observe(patient.Survival, silo.CentreEffect);
        return
        [
            patient.Age,
            patient.Male ? 1 : 0,
            patient.TherapyRelated ? 1 : 0,
            karyotype,
            .. Values(blood),
            .. Values(patient.Clinic, silo, random),
            MdsSubtype.Of(patient),
            Risk(karyotype, blood),
            .. genes,
            years,
            died ? 1 : 0,
        ];
    }

    private static MdsBlood Measured(MdsBlood blood, MdsSilo silo) => blood with
    {
        Haemoglobin = MdsBloodModel.Round(blood.Haemoglobin + silo.HaemoglobinOffset, 1, 2, 20),
        Platelets = MdsBloodModel.Round(blood.Platelets * silo.CountFactor, 0, 1, 3_000),
        Neutrophils = MdsBloodModel.Round(blood.Neutrophils * silo.CountFactor, 2, 0.01, 120),
        Monocytes = MdsBloodModel.Round(blood.Monocytes * silo.CountFactor, 2, 0.01, 60),
        WhiteCells = MdsBloodModel.Round(blood.WhiteCells * silo.CountFactor, 2, 0.1, 250),
    };

    private static MdsBlood WithGaps(MdsBlood blood, SeededRandom random) => blood with
    {
        RingSideroblasts = OrMissing(blood.RingSideroblasts, RingSideroblastsMissing, random),
        Haemoglobin = OrMissing(blood.Haemoglobin, BloodMissing, random),
        Platelets = OrMissing(blood.Platelets, BloodMissing, random),
        Neutrophils = OrMissing(blood.Neutrophils, BloodMissing, random),
        Monocytes = OrMissing(blood.Monocytes, BloodMissing, random),
        WhiteCells = OrMissing(blood.WhiteCells, BloodMissing, random),
        MeanCellVolume = OrMissing(blood.MeanCellVolume, BloodMissing, random),
    };

    private static double[] Values(MdsBlood blood) =>
    [
        blood.Blasts, blood.RingSideroblasts, blood.Haemoglobin, blood.Platelets,
        blood.Neutrophils, blood.Monocytes, blood.WhiteCells, blood.MeanCellVolume,
    ];

    private static double[] Values(MdsClinic clinic, MdsSilo silo, SeededRandom random) =>
    [
        OrMissing(clinic.Ferritin, silo.Missing["ferritin"], random),
        OrMissing(clinic.Ldh, silo.Missing["ldh"], random),
        OrMissing(clinic.Erythropoietin, silo.Missing["erythropoietin"], random),
        clinic.Creatinine, clinic.Albumin, clinic.Ecog, clinic.Fibrosis, clinic.Transfusions,
    ];

    private static double[] Panel(MdsTraits traits, SeededRandom random)
    {
        bool missing = random.Bernoulli(PanelMissing);
        return [.. MdsGenes.All.Select(gene => missing ? double.NaN : traits[gene.Name])];
    }

    /// <summary>The score as the silo computes it from its own record; missing when a part is.</summary>
    private static double Risk(double karyotype, MdsBlood blood)
    {
        double cytogenetics = double.IsNaN(karyotype) ? double.NaN : MdsKaryotypes.All[(int)karyotype].Risk;
        double score = IpssR.Score(cytogenetics, blood.Blasts, blood.Haemoglobin, blood.Platelets, blood.Neutrophils);
        return double.IsNaN(score) ? double.NaN : IpssR.Category(score);
    }

    private static double OrMissing(double value, double probability, SeededRandom random) =>
        random.Bernoulli(probability) ? double.NaN : value;
}
