namespace RingFed.Learning.Data.Partitioning;

/// <summary>Names for silos that a cohort's values make.</summary>
internal static class SiloName
{
    private const int LengthMax = 63;

    /// <summary>Column and value in lower case, anything but letters and digits as a hyphen.</summary>
    public static string Of(string column, string value)
    {
        string name = new([.. $"{column}-{value}".ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        return name[..Math.Min(name.Length, LengthMax)].Trim('-') is { Length: > 0 } trimmed ? trimmed : "silo";
    }
}
