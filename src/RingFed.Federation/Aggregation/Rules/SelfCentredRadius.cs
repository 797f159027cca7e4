namespace RingFed.Federation.Aggregation.Rules;

/// <summary>tau of <see cref="SelfCentredClipping"/>, which says where it comes from.</summary>
internal static class SelfCentredRadius
{
    /// <param name="work">Length of the own local work of this round.</param>
    /// <param name="farther">Accepted of the farther neighbour at the last merge; null before the first.</param>
    /// <param name="distances">To the neighbours that came, at most two; none, and the radius matters to nobody.</param>
    internal static double Of(double work, double? farther, IReadOnlyList<double> distances)
    {
        // A single one may be the one that is wrong: then the own work alone says what is near.
        double near = distances.Count < 2 ? work : Math.Max(work, distances.Min());
        double far = farther ?? work;
        return Math.Sqrt((near * near) + (far * far));
    }

    /// <summary>What the next merge is given as <c>farther</c>; unchanged when nobody came.</summary>
    internal static double Remember(double radius, double farther, IReadOnlyList<double> distances) =>
        distances.Count == 0 ? farther : Math.Min(radius, distances.Max());
}
