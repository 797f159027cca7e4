namespace RingFed.Federation.Identity;

/// <summary>
/// The one rule for names of silos and federations. They stand in URIs, DNS-SD records, file names and logs, so the
/// rule is that of a DNS label (RFC 1123, 2.1) in lower case.
/// </summary>
public static class RingName
{
    /// <summary>Characters a name may have at most.</summary>
    public const int LengthMax = 63;

    /// <summary>The rule as a sentence's end.</summary>
    public const string Rule =
        "1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit";

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= LengthMax }
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-'
        && name[^1] != '-';

    /// <exception cref="ArgumentException">The name breaks the rule; the message has the rule.</exception>
    public static string Require(string? name, string what) => IsValid(name)
        ? name!
        : throw new ArgumentException($"{what} '{name}' is not a name: write {Rule}");
}
