namespace RingFed.Learning.Data.Simulated;

/// <summary>A simulated patient before anything is measured with error or missing.</summary>
internal sealed record MdsPatient
{
    public required bool Male { get; init; }

    public required double Age { get; init; }

    public required bool TherapyRelated { get; init; }

    /// <summary>Index into <see cref="MdsKaryotypes.All"/>.</summary>
    public required int Karyotype { get; init; }

    public required MdsTraits Traits { get; init; }

    public required MdsBlood Blood { get; init; }

    public required MdsClinic Clinic { get; init; }

    public required MdsSurvival Survival { get; init; }

    public int Risk => IpssR.Category(IpssR.Score(MdsKaryotypes.All[Karyotype].Risk, Blood.Blasts, Blood.Haemoglobin, Blood.Platelets, Blood.Neutrophils));
}

/// <summary>Marrow and blood at diagnosis.</summary>
/// <param name="Blasts">Marrow, %.</param>
/// <param name="RingSideroblasts">Share of erythroid precursors, %.</param>
/// <param name="Haemoglobin">g/dL.</param>
/// <param name="Platelets">10^9/L, as neutrophils, monocytes and white cells.</param>
/// <param name="MeanCellVolume">fL.</param>
internal sealed record MdsBlood(
    double Blasts,
    double RingSideroblasts,
    double Haemoglobin,
    double Platelets,
    double Neutrophils,
    double Monocytes,
    double WhiteCells,
    double MeanCellVolume);

/// <summary>Further findings at diagnosis.</summary>
/// <param name="Ferritin">µg/L.</param>
/// <param name="Ldh">Lactate dehydrogenase, U/L.</param>
/// <param name="Erythropoietin">U/L.</param>
/// <param name="Creatinine">mg/dL.</param>
/// <param name="Albumin">g/dL.</param>
/// <param name="Ecog">Performance status, 0 to 4.</param>
/// <param name="Fibrosis">Marrow fibrosis, 0 to 3.</param>
/// <param name="Transfusions">Red-cell units in eight weeks.</param>
internal sealed record MdsClinic(
    double Ferritin,
    double Ldh,
    double Erythropoietin,
    double Creatinine,
    double Albumin,
    int Ecog,
    int Fibrosis,
    int Transfusions);

/// <summary>Survival before the centre's effect is known.</summary>
/// <param name="LogHazard">Linear predictor η without the centre's effect.</param>
/// <param name="Draw">Standard exponential draw behind the time to death.</param>
/// <param name="Censoring">Time to censoring, years.</param>
internal sealed record MdsSurvival(double LogHazard, double Draw, double Censoring);
