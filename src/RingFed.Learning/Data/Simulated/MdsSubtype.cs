namespace RingFed.Learning.Data.Simulated;

/// <summary>Subtype derived from the findings, after the order of the WHO classification of 2016.</summary>
internal static class MdsSubtype
{
    public static IReadOnlyList<string> Names { get; } = ["MDS-SLD", "MDS-MLD", "MDS-RS", "MDS-del5q", "MDS-EB1", "MDS-EB2"];

    /// <summary>Index into <see cref="Names"/>.</summary>
    public static int Of(MdsPatient patient)
    {
        MdsBlood blood = patient.Blood;
        double sideroblastsMin = patient.Traits.Has("SF3B1") ? 5 : 15;
        return 0 switch
        {
            _ when blood.Blasts >= 10 => 5,
            _ when blood.Blasts >= 5 => 4,
            _ when patient.Traits.Has("del5q") || patient.Traits.Has("double5q") => 3,
            _ when blood.RingSideroblasts >= sideroblastsMin => 2,
            _ => Cytopenias(blood) >= 2 ? 1 : 0,
        };
    }

    private static int Cytopenias(MdsBlood blood) =>
        (blood.Haemoglobin < 10 ? 1 : 0) + (blood.Platelets < 100 ? 1 : 0) + (blood.Neutrophils < 1.8 ? 1 : 0);
}
