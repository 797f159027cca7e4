using MathNet.Numerics.Distributions;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Between shares and standard normal scores: a share of 0.5 is 0, one of 0.975 is 1.96.</summary>
internal static class NormalScore
{
    /// <summary>Beyond it lie 3e-5 of all records: where a cohort has an end, the score has one.</summary>
    public const double Limit = 4;

    private static readonly double _least = Normal.CDF(0, 1, -Limit);

    /// <summary>In [-<see cref="Limit"/>, <see cref="Limit"/>].</summary>
    public static double Of(double share) => Normal.InvCDF(0, 1, Math.Clamp(share, _least, 1 - _least));

    public static double Share(double score) => Normal.CDF(0, 1, score);
}
