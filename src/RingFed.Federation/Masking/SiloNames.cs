using RingFed.Federation.Messages;

namespace RingFed.Federation.Masking;

/// <summary>Silos of a roster in words.</summary>
internal sealed class SiloNames(IReadOnlyList<string> roster)
{
    /// <summary>"berlin", "berlin and paris", "berlin, paris and rome".</summary>
    public string Of(OriginSet silos) => Of([.. silos.ToList().Select(silo => roster[silo])]);

    public static string Of(string[] names) =>
        names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
