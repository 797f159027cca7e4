using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Privacy;

/// <summary>How well one attack tells training patients from others.</summary>
/// <param name="Area">With DeLong's interval.</param>
/// <param name="TruePositives">Share of training patients named when at most 1 % of the others are (Carlini et al., S&amp;P 2022).</param>
internal sealed record MembershipAttack(string Name, Auc Area, double TruePositives)
{
    private const double FalsePositivesMax = .01;

    /// <returns>Null where either side has fewer than two candidates.</returns>
    public static MembershipAttack? Judge(string name, double[] members, double[] others)
    {
        bool[] labels = new bool[members.Length + others.Length];
        labels.AsSpan(0, members.Length).Fill(true);
        return Auc.Of([.. members, .. others], labels) is { } area ? new MembershipAttack(name, area, Named(members, others)) : null;
    }

    private static double Named(double[] members, double[] others)
    {
        // Whoever scores above the first that must not be named; ties with it are not named.
        double threshold = others.OrderDescending().ElementAt((int)(FalsePositivesMax * others.Length));
        return members.Count(score => score > threshold) / (double)members.Length;
    }
}
