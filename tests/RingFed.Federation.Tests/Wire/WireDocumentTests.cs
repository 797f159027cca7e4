using System.Globalization;
using System.Runtime.CompilerServices;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Wire;

/// <summary>WIRE.md, from which someone may write a second implementation, says what the code does.</summary>
public sealed class WireDocumentTests
{
    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.GetFullPath("../../../src/RingFed.Federation/Wire/WIRE.md", ThisFolder()))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))];

    [Fact]
    public void Every_type_that_is_accepted_is_listed_with_its_cap() => Assert.Equal(
        from type in Enum.GetValues<FrameType>()
        where WireCaps.BodyBytesMax(type) is not null
        select ((int)type, type.ToString(), WireCaps.BodyBytesMax(type)!.Value),
        from row in Rows
        where row.Length == 5 && int.TryParse(row[0], out _)
        select (Number(row[0]), row[1], Number(row[2])));

    [Fact]
    public void Every_code_is_listed_and_whether_dialling_again_helps() => Assert.Equal(
        from code in Enum.GetValues<WireFaultCode>()
        select ((int)code, code.ToString(), new WireFault(code, "").RetryCanHelp),
        from row in Rows
        where row.Length == 4 && int.TryParse(row[0], out _)
        select (Number(row[0]), row[1].Split(' ')[0], row[3].StartsWith("yes", StringComparison.Ordinal)));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
