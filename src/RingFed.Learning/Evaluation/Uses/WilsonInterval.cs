namespace RingFed.Learning.Evaluation.Uses;

/// <summary>A share with its 95 % interval, which stays within 0..1 and is sound for few trials (Wilson, JASA 1927).</summary>
internal static class WilsonInterval
{
    private const double NormalQuantile975 = 1.959963984540054;

    public static Score Of(int successes, int trials, string reasonIfNone)
    {
        if (trials == 0)
        {
            return Score.None(reasonIfNone);
        }

        double share = (double)successes / trials;
        double square = NormalQuantile975 * NormalQuantile975 / trials;
        double centre = (share + (square / 2)) / (1 + square);
        double reach = Math.Sqrt((share * (1 - share) * square) + (square * square / 4)) / (1 + square);
        return new Score(share, Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }
}
