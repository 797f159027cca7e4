using RingFed.Federation.Messages;

namespace RingFed.Federation.Topology;

/// <summary>A topology's digest as operators write and read it: "sha256:" and 64 lower-case hexadecimal digits.</summary>
public static class TopologyDigest
{
    private const string Prefix = "sha256:";

    public static string TextOf(Digest digest) => Prefix + digest;

    /// <returns>Null for any other text; upper-case digits are not accepted, so that equal digests have equal texts.</returns>
    public static Digest? Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length == Prefix.Length + 2 * Digest.Length
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0
            ? new Digest(Convert.FromHexString(text.AsSpan(Prefix.Length)))
            : null;
}
