namespace RingFed.Simulation.Masking.Checks;

/// <summary>
/// Which combinations of some unknowns follow from linear equations that hold others too. Worked modulo a large prime:
/// equations of 0, 1 and -1 that are independent over the integers stay so.
/// </summary>
internal static class LinearSpan
{
    /// <summary>2^61 - 1.</summary>
    private const ulong Prime = (1UL << 61) - 1;

    /// <param name="rows">[equations][columns] coefficients, those to be eliminated first.</param>
    /// <param name="eliminated">How many columns to eliminate.</param>
    /// <returns>The remaining columns of every equation in which all the others cancel; not all zero.</returns>
    public static List<ulong[]> Eliminate(IReadOnlyList<int[]> rows, int eliminated)
    {
        List<ulong[]> open = [.. rows.Select(row => row.Select(value => value < 0 ? Prime - (ulong)-value : (ulong)value).ToArray())];
        for (int column = 0; column < eliminated; column++)
        {
            int pivot = open.FindIndex(row => row[column] != 0);
            if (pivot < 0)
            {
                continue;
            }

            ulong[] chosen = open[pivot];
            open.RemoveAt(pivot);
            ulong inverse = Power(chosen[column], Prime - 2);
            foreach (ulong[] row in open.Where(row => row[column] != 0))
            {
                ulong factor = Times(row[column], inverse);
                for (int index = column; index < row.Length; index++)
                {
                    row[index] = (row[index] + Prime - Times(factor, chosen[index])) % Prime;
                }
            }
        }

        return [.. open.Select(row => row[eliminated..]).Where(row => row.Any(value => value != 0))];
    }

    /// <summary>Whether one is a multiple of the other, which is 0 or 1 in each place and somewhere 1.</summary>
    public static bool IsMultiple(ulong[] row, bool[] indicator)
    {
        ulong factor = row[Array.IndexOf(indicator, true)];
        return row.Zip(indicator).All(pair => pair.First == (pair.Second ? factor : 0));
    }

    private static ulong Times(ulong left, ulong right) => (ulong)((UInt128)left * right % Prime);

    private static ulong Power(ulong number, ulong exponent)
    {
        ulong power = 1;
        for (; exponent != 0; exponent >>= 1)
        {
            power = (exponent & 1) != 0 ? Times(power, number) : power;
            number = Times(number, number);
        }

        return power;
    }
}
