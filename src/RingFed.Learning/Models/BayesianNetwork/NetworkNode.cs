namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// One choice that is made for a record among parts of a unit's tokens. Records of a token in no part are outside its
/// scope and have value -1.
/// </summary>
/// <param name="Unit">Index into the layout's units.</param>
/// <param name="ValueOf">Value per token of the unit, or -1.</param>
/// <param name="Values">Number of values; 1 where nothing is left to choose.</param>
internal sealed record NetworkNode(int Unit, int[] ValueOf, int Values)
{
    /// <param name="tokens">Number of the unit's tokens.</param>
    /// <param name="parts">The tokens of each value.</param>
    public static NetworkNode Of(int unit, int tokens, IReadOnlyList<int[]> parts)
    {
        int[] valueOf = new int[tokens];
        Array.Fill(valueOf, -1);
        for (int value = 0; value < parts.Count; value++)
        {
            foreach (int token in parts[value])
            {
                valueOf[token] = value;
            }
        }

        return new NetworkNode(unit, valueOf, parts.Count);
    }
}
