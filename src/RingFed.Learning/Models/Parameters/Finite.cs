namespace RingFed.Learning.Models.Parameters;

internal static class Finite
{
    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool All(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
