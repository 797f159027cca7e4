namespace RingFed.Federation.Tests.Wire;

/// <summary>
/// Encodings written out by hand from the format's specification (github.com/msgpack/msgpack, spec.md, sections "nil
/// format" to "map format format"): both sides of every boundary between two forms.
/// </summary>
internal static class MessagePackVectors
{
    public static readonly TheoryData<long, string> Integers = new()
    {
        { 0, "00" }, { 1, "01" }, { 127, "7f" },
        { 128, "cc80" }, { 255, "ccff" },
        { 256, "cd0100" }, { 65535, "cdffff" },
        { 65536, "ce00010000" }, { 4294967295, "ceffffffff" },
        { 4294967296, "cf0000000100000000" }, { long.MaxValue, "cf7fffffffffffffff" },
        { -1, "ff" }, { -32, "e0" },
        { -33, "d0df" }, { -128, "d080" },
        { -129, "d1ff7f" }, { -32768, "d18000" },
        { -32769, "d2ffff7fff" }, { int.MinValue, "d280000000" },
        { -2147483649, "d3ffffffff7fffffff" }, { long.MinValue, "d38000000000000000" },
    };

    /// <summary>Numbers and lengths in a longer form than needed, each valid MessagePack that this wire refuses.</summary>
    public static readonly TheoryData<string> LongerThanNeeded =
    [
        "cc7f", "cd00ff", "ce0000ffff", "cf00000000ffffffff",
        "d0e0", "d005", "d1ff80", "d200000001", "d2ffff8000", "d3ffffffff80000000",
        "d90161", "da000161", "db0000000161", "c5000100", "c600000001ff",
        "dc0001c0", "dd00000001c0", "de0001c0c0", "df00000001c0c0", "c80001ff00",
    ];

    /// <summary>Lengths that the bytes at hand cannot hold.</summary>
    public static readonly TheoryData<string> ClaimsBeyondTheBytes =
    [
        "ddffffffff", "dfffffffff", "dd7fffffff", "9f", "82c0c0c0", "dbffffffff61", "c6ffffffff00", "a261", "c40200",
        "c9ffffffff0100", "d501",
    ];
}
