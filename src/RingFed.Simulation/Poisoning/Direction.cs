namespace RingFed.Simulation.Poisoning;

/// <summary>Vectors of the form mean + factor x direction, of which most attacks are made.</summary>
internal static class Direction
{
    /// <summary>start + factor x direction, in float64, each value rounded once, [d].</summary>
    public static float[] From(ReadOnlySpan<double> start, double factor, ReadOnlySpan<double> direction)
    {
        float[] point = new float[start.Length];
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = (float)(start[i] + (factor * direction[i]));
        }

        return point;
    }

    public static float[] Scaled(ReadOnlySpan<double> vector, double factor)
    {
        float[] scaled = new float[vector.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (float)(factor * vector[i]);
        }

        return scaled;
    }
}
