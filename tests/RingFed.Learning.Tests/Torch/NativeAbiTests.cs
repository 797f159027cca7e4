using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RingFed.Learning.Tests.Data;
using TorchSharp;

namespace RingFed.Learning.Tests.Torch;

// The C# declarations and the native library are written apart: nothing but these tests keeps them the same.
public sealed partial class NativeAbiTests
{
    private static readonly string[] _declared =
    [
        .. (typeof(torch).Assembly.GetType("TorchSharp.Native")?.GetMethods(BindingFlags.Static | BindingFlags.NonPublic) ?? [])
            .Select(method => method.Name)
            .Where(name => name.StartsWith("rf_", StringComparison.Ordinal)),
    ];

    public NativeAbiTests() => Assert.SkipWhen(_declared.Length == 0, "Tensors come from a package, not from this repository's binding.");

    [Fact]
    public void Every_declaration_has_its_export()
    {
        nint library = NativeLibrary.Load("ringfed_torch", typeof(torch).Assembly, null);
        Assert.DoesNotContain(_declared, name => !NativeLibrary.TryGetExport(library, name, out _));
    }

    [Fact]
    public void Every_export_has_its_declaration()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "libringfed_torch.so");
        Assert.SkipUnless(File.Exists(file), "Reads the symbol names of an ELF library.");
        string content = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
        string[] exported = [.. SymbolName().Matches(content).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Empty(exported.Except(_declared));
        Assert.Empty(_declared.Except(exported));
    }

    [Fact]
    public void Every_declaration_is_called()
    {
        string folder = Path.Combine(RepositoryRoot.Path, "src", "RingFed.Torch");
        string[] sources = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        string code = Declaration().Replace(string.Concat(sources.Select(File.ReadAllText)), "");
        HashSet<string> called = [.. Call().Matches(code).Select(match => match.Groups[1].Value)];
        Assert.Empty(_declared.Except(called));
    }

    [GeneratedRegex(@"\0(rf_[a-z0-9_]+)(?=\0)")]
    private static partial Regex SymbolName();

    [GeneratedRegex(@"static (extern )?(unsafe )?partial .*")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b(rf_[a-z0-9_]+)\(")]
    private static partial Regex Call();
}
