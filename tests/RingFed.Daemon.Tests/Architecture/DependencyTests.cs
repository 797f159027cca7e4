using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RingFed.Daemon.Tests.Architecture;

/// <summary>Each forbidden edge of the solution with the reason why it is forbidden.</summary>
public sealed class DependencyTests
{
    public static TheoryData<string, string[], string> AllowedProjectReferences => new()
    {
        { "RingFed.Torch", [], "the binding must stay replaceable by the TorchSharp package" },
        { "RingFed.Learning", ["RingFed.Torch"], "models and patients never meet sockets" },
        { "RingFed.Federation", [], "the trust boundary holds no tensors and no patient data, and never loads libtorch" },
        { "RingFed.Simulation", ["RingFed.Federation"], "the simulator runs the shipping core and nothing else" },
        {
            "RingFed.Daemon",
            ["RingFed.Federation", "RingFed.Learning", "RingFed.Simulation", "RingFed.Torch"],
            "only the daemon composes"
        },
    };

    public static TheoryData<string, string[], string> ForbiddenNamespaces => new()
    {
        { "src/RingFed.Federation/Wire", ["RingFed.Federation.Messages", "RingFed.Federation.Ring", "RingFed.Federation.Transport"], "frames know nothing of what they carry" },
        { "src/RingFed.Federation/Messages", ["RingFed.Federation.Ring", "RingFed.Federation.Transport"], "messages are data; the protocol decides about them elsewhere" },
        { "src/RingFed.Federation/Ring", ["RingFed.Federation.Transport", "System.Net", "System.IO.Pipelines", "TimeProvider", "System.Threading.Tasks.Task.Run"], "the core is replayed in simulation: no sockets, no clocks" },
        { "src/RingFed.Federation/Aggregation", ["RingFed.Federation.Transport", "System.Net", "TimeProvider", "System.Numerics.Tensors", "Math.Exp", "Math.Log", "Math.Pow"], "the same bits on every silo: no I/O, no clock, no libm" },
        { "src/RingFed.Federation/Masking", ["RingFed.Federation.Ring", "RingFed.Federation.Transport", "System.Net", "TimeProvider", "System.Random"], "masked sums are replayed in simulation: no I/O, no clock, secrets from the source that they are given" },
        { "src/RingFed.Learning/Data", ["RingFed.Learning.Encoding", "RingFed.Learning.Models", "RingFed.Learning.Evaluation", "RingFed.Learning.Privacy", "TorchSharp"], "a cohort can be read and checked without tensors" },
        { "src/RingFed.Learning/Encoding", ["RingFed.Learning.Models", "RingFed.Learning.Evaluation"], "encoders serve all models and know none" },
        { "src/RingFed.Learning/Models", ["RingFed.Learning.Evaluation"], "a model that knew its metric could train on it" },
        { "src/RingFed.Learning/Evaluation", ["TorchSharp"], "the report judges decoded patients and needs no tensors" },
    };

    [Theory]
    [MemberData(nameof(AllowedProjectReferences))]
    public void A_project_references_only_what_its_place_allows(string project, string[] allowed, string reason)
    {
        string file = Path.Combine(SourceTree.Root, "src", project, project + ".csproj");
        IEnumerable<string> references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.True(references.All(allowed.Contains), $"{project} references {string.Join(", ", references.Except(allowed))}: {reason}.");
    }

    [Theory]
    [MemberData(nameof(ForbiddenNamespaces))]
    public void A_folder_does_not_look_where_it_must_not(string folder, string[] forbidden, string reason)
    {
        IReadOnlyList<string> files = SourceTree.FilesUnder(folder);
        Assert.NotEmpty(files);

        IEnumerable<string> trespasses =
            from file in files
            let code = SourceTree.CodeOf(file)
            from name in forbidden
            where Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(name)}(?!\w)")
            select $"{Path.GetFileName(file)} uses {name}";

        Assert.True(!trespasses.Any(), $"{string.Join("; ", trespasses)}: {reason}.");
    }

    [Fact]
    public void Learning_and_federation_never_name_each_other()
    {
        Assert.DoesNotContain(SourceTree.FilesUnder("src/RingFed.Federation"), file => SourceTree.CodeOf(file).Contains("RingFed.Learning", StringComparison.Ordinal));
        Assert.DoesNotContain(SourceTree.FilesUnder("src/RingFed.Learning"), file => SourceTree.CodeOf(file).Contains("RingFed.Federation", StringComparison.Ordinal));
    }

    [Fact]
    public void The_top_level_holds_only_what_the_design_names()
    {
        string[] expected = ["Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "LICENSE", "README.md", "RingFed.sln", "docker-compose.yml", "global.json"];
        string[] folders = ["scripts", "src", "tests", "topology"];
        string[] builtHere = ["artifacts", "demo-out", "testbed-out"];

        IEnumerable<string> found = Directory.EnumerateFileSystemEntries(SourceTree.Root).Select(entry => Path.GetFileName(entry)!)
            .Where(name => !name.StartsWith('.') && !builtHere.Contains(name));

        Assert.Equal(expected.Concat(folders).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
