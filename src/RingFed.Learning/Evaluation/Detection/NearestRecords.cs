namespace RingFed.Learning.Evaluation.Detection;

/// <summary>Distances from points to their closest records, by looking at every pair.</summary>
internal static class NearestRecords
{
    /// <summary>The k smallest distances of each point, ascending; all records' where there are fewer than k.</summary>
    public static float[][] Of(float[][] points, float[][] records, int k, int threads, Func<float[], float[], float> distance)
    {
        float[][] nearest = new float[points.Length][];
        Parallel.For(0, points.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            nearest[i] = Nearest(points[i], records, Math.Min(k, records.Length), distance));
        return nearest;
    }

    private static float[] Nearest(float[] point, float[][] records, int k, Func<float[], float[], float> distance)
    {
        float[] smallest = new float[k];
        Array.Fill(smallest, float.PositiveInfinity);
        foreach (float[] record in records)
        {
            float candidate = distance(point, record);
            for (int place = k - 1; place >= 0 && candidate < smallest[place]; place--)
            {
                if (place + 1 < k)
                {
                    smallest[place + 1] = smallest[place];
                }

                smallest[place] = candidate;
            }
        }

        return smallest;
    }
}
