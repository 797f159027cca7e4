using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

/// <summary>Made-up times with ties among events and between event and censoring, as given to R's survival 3.5.3.</summary>
internal static class SixteenPatients
{
    public static readonly double[] X1 = [.5, -1.2, .3, -.7, 1.5, .1, -.9, 2.0, .4, -.2, .8, -.5, -.1, 1.1, -1.4, 1.3];

    private static readonly double[] X2 = [1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1];
    private static readonly double[] Times = [5, 8, 8, 12, 3, 9, 14, 2, 7, 11, 6, 8, 10, 4, 13, 1];
    private static readonly double[] Events = [1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1];

    public static double[] Design => [.. X1.Zip(X2).SelectMany(pair => new[] { pair.First, pair.Second })];

    public static SurvivalSample Sample => new([.. Enumerable.Range(0, Times.Length)], Times, [.. Events.Select(e => e == 1)]);
}
