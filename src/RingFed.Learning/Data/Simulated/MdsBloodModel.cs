using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Simulated;

/// <summary>Marrow and blood at diagnosis, given the genetics. Values are rounded as a laboratory reports them.</summary>
internal static class MdsBloodModel
{
    private static readonly double[] _blastQuantiles = [0, 0.20, 0.47, 0.66, 0.85, 0.98, 1];

    private static readonly double[] _blastPercent = [0, 1, 2, 4.9, 10, 18, 19.9];

    /// <summary>Propensity for blasts, standardised and mapped through the quantiles.</summary>
    public static LinearPredictor Blasts { get; } = new(
        ("SF3B1", -0.6), ("RUNX1", 0.35), ("TP53", 0.35), ("ASXL1", 0.25), ("SRSF2", 0.25), ("STAG2", 0.3),
        ("complex4", 0.35), ("RAS", 0.3), ("NPM1orFLT3", 0.6), ("del5q", -0.4), ("IDH2", 0.3));

    /// <summary>g/dL, beside the base value and the effect of blasts; age per decade.</summary>
    public static LinearPredictor Haemoglobin { get; } = new(
        ("male", 0.4), ("SF3B1", -0.35), ("del5q", -0.5), ("U2AF1", -0.3), ("complex4", -0.5), ("age", -0.2));

    /// <summary>Logarithm.</summary>
    public static LinearPredictor Platelets { get; } = new(
        ("SF3B1", 0.45), ("del5q", 0.45), ("RUNX1", -0.3), ("TP53", -0.35), ("U2AF1", -0.3), ("STAG2", -0.2), ("JAK2", 0.45));

    /// <summary>Logarithm.</summary>
    public static LinearPredictor Neutrophils { get; } = new(
        ("SF3B1", 0.12), ("STAG2", -0.25), ("BCOR", -0.2), ("CBL", 0.35), ("JAK2", 0.3));

    /// <summary>Logarithm.</summary>
    public static LinearPredictor Monocytes { get; } = new(
        ("TET2", 0.3), ("SRSF2", 0.35), ("CBL", 0.45), ("RAS", 0.35), ("SF3B1", -0.4));

    /// <summary>fL.</summary>
    public static LinearPredictor MeanCellVolume { get; } = new(("SF3B1", 6), ("del5q", 5), ("TET2", 2));

    public static MdsBlood Draw(MdsTraits traits, MdsCalibration calibration, SeededRandom random)
    {
        double blasts = DrawBlasts(traits, calibration, random);
        double fromBlasts = -0.03 * (blasts - 4);
        double haemoglobin = 9.9 - (0.4 * 0.6) + Haemoglobin.Of(traits) - (0.05 * (blasts - 4)) + random.Normal(0, 1.7);
        double platelets = LogNormal(128, Platelets.Of(traits) + fromBlasts, 0.68, random);
        double neutrophils = Round(LogNormal(1.9, Neutrophils.Of(traits) + fromBlasts, 0.7, random), 2, 0.01, 100);
        double monocytes = Round(LogNormal(0.32, Monocytes.Of(traits), 0.7, random), 2, 0.01, 50);
        return new MdsBlood(
            blasts,
            DrawRingSideroblasts(traits.Has("SF3B1"), random),
            Round(haemoglobin, 1, 3.5, 16.5),
            Round(platelets, 0, 1, 3000),
            neutrophils,
            monocytes,
            Round(neutrophils + monocytes + LogNormal(1.3, 0, 0.4, random), 2, 0.1, 200),
            Round(96 + MeanCellVolume.Of(traits) + random.Normal(0, 7), 0, 60, 140));
    }

    /// <summary>exp(ln median + effect + N(0, deviation)).</summary>
    public static double LogNormal(double median, double effect, double deviation, SeededRandom random) =>
        median * ExactMath.Exp(effect + random.Normal(0, deviation));

    public static double Round(double value, int decimals, double minimum, double maximum) =>
        Math.Clamp(Math.Round(value, decimals), minimum, maximum);

    private static double DrawBlasts(MdsTraits traits, MdsCalibration calibration, SeededRandom random)
    {
        double propensity = Blasts.Of(traits) + random.Normal();
        double share = ExactMath.NormalCumulative((propensity - calibration.BlastMean) / calibration.BlastDeviation);
        int upper = 1;
        while (upper < _blastQuantiles.Length - 1 && share > _blastQuantiles[upper])
        {
            upper++;
        }

        double along = (share - _blastQuantiles[upper - 1]) / (_blastQuantiles[upper] - _blastQuantiles[upper - 1]);
        return Math.Round(_blastPercent[upper - 1] + (along * (_blastPercent[upper] - _blastPercent[upper - 1])), 1);
    }

    private static double DrawRingSideroblasts(bool sf3b1, SeededRandom random)
    {
        if (sf3b1)
        {
            return random.Bernoulli(0.87) ? 15 + random.Index(71) : random.Index(15);
        }

        return random.Bernoulli(0.9) ? 0 : 1 + random.Index(40);
    }
}
