namespace RingFed.Learning.Data.Simulated;

/// <summary>A gene's frequency and the log odds that earlier traits add; the intercept is calibrated to the frequency.</summary>
internal sealed record MdsGene(string Name, double Frequency, LinearPredictor Effects);

/// <summary>
/// The mutation model, as data: genes are drawn in this order. <c>age</c> is in decades from 71. Frequencies and
/// associations approximate published aggregates (Papaemmanuil et al., Blood 2013; Bernard et al., NEJM Evidence 2022).
/// </summary>
internal static class MdsGenes
{
    public static IReadOnlyList<MdsGene> All { get; } =
    [
        new("SF3B1", 0.24, new(("complex4", -1.5), ("del5q", 0.2))),
        new("SRSF2", 0.16, new(("SF3B1", -3), ("male", 0.7), ("age", 0.35), ("complex4", -1.5))),
        new("U2AF1", 0.09, new(("SF3B1", -3), ("SRSF2", -3), ("male", 0.5), ("del20q", 1.3))),
        new("ZRSR2", 0.06, new(("SF3B1", -2.3), ("SRSF2", -2.3), ("U2AF1", -2.3), ("male", 2.0))),
        new("TP53", 0.11, new(("complex4", 3.4), ("complex3", 1.8), ("del5q", 1.2), ("double5q", 1.2), ("therapy", 0.8), ("SF3B1", -1), ("SRSF2", -1.6))),
        new("TET2", 0.29, new(("SRSF2", 1), ("ZRSR2", 1.1), ("TP53", -0.7), ("age", 0.35))),
        new("ASXL1", 0.24, new(("SF3B1", -0.9), ("SRSF2", 0.9), ("U2AF1", 0.5), ("TP53", -1.2), ("TET2", 0.3), ("male", 0.3))),
        new("DNMT3A", 0.15, new(("SF3B1", 0.5), ("SRSF2", -0.8), ("ASXL1", -0.7))),
        new("RUNX1", 0.12, new(("SRSF2", 0.7), ("ASXL1", 0.9), ("SF3B1", -0.7), ("TP53", -1.2))),
        new("STAG2", 0.07, new(("ASXL1", 1.4), ("SRSF2", 1.1), ("RUNX1", 0.7), ("SF3B1", -1.2), ("male", 0.6))),
        new("EZH2", 0.06, new(("ASXL1", 1.4), ("SF3B1", -1.2), ("del7q", 1.2), ("TET2", 0.4))),
        new("BCOR", 0.05, new(("RUNX1", 1), ("STAG2", 0.8), ("U2AF1", 0.7))),
        new("IDH2", 0.045, new(("SRSF2", 1.6), ("TET2", -1.6), ("STAG2", 0.6))),
        new("IDH1", 0.03, new(("TET2", -1.4), ("IDH2", -1.5), ("SRSF2", 0.6))),
        new("CBL", 0.045, new(("ASXL1", 0.8), ("TET2", 0.4))),
        new("NRAS", 0.045, new(("ASXL1", 0.6), ("RUNX1", 0.6))),
        new("JAK2", 0.04, new(("SF3B1", 0.5), ("del20q", 0.8))),
        new("SETBP1", 0.035, new(("ASXL1", 1.8), ("minus7", 1.3), ("i17q", 2))),
        new("DDX41", 0.03, new(("male", 0.6))),
        new("ETV6", 0.03, new(("RUNX1", 0.6), ("ASXL1", 0.5))),
        new("PHF6", 0.03, new(("RUNX1", 1.3), ("ASXL1", 0.6), ("male", 0.6))),
        new("NF1", 0.03, new(("complex4", 0.7), ("ASXL1", 0.4))),
        new("KRAS", 0.025, new(("NRAS", 0.8), ("ASXL1", 0.4))),
        new("PPM1D", 0.025, new(("therapy", 1.2))),
        new("KMT2A-PTD", 0.025, new(("RUNX1", 0.5))),
        new("PTPN11", 0.02, new(("RUNX1", 0.6))),
        new("NPM1", 0.02, new(("DNMT3A", 1.1), ("TP53", -1))),
        new("GATA2", 0.015, new(("ASXL1", 0.6))),
        new("FLT3", 0.015, new(("NPM1", 2), ("RUNX1", 0.8))),
    ];
}
