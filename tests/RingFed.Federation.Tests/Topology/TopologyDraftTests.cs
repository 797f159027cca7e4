using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Topology;

public sealed class TopologyDraftTests
{
    private static readonly FederationTopology Current = Examples.Load(Examples.Minimal);

    [Fact]
    public void A_lawful_draft_is_read_with_this_silos_own_schema()
    {
        FederationTopology next = TopologyDraft.Read(Examples.MinimalNext.Replace("s.yaml", "theirs.yaml", StringComparison.Ordinal), "/elsewhere/next.yaml", Current).Require();

        Assert.Equal((2, Current.Model.SchemaPath), (next.Epoch, next.Model.SchemaPath));
    }

    [Fact]
    public void Faults_of_the_file_and_of_the_step_both_name_the_file()
    {
        Assert.Equal(["n.yaml:2: epoch"], Sentences("epoch: 2", "epoch: many"));
        Assert.Equal(["n.yaml:8: model.seed"], Sentences("seed: 7", "seed: 8"));
        Assert.Equal(["n.yaml:8: model.options.batch"], Sentences("seed: 7", "seed: 7, options: { batch: 1 }"));
        Assert.Equal(["n.yaml: previous"], Sentences("\nprevious", "\n# previous"));
    }

    [Fact]
    public void A_text_up_to_the_cap_travels_and_a_longer_one_does_not()
    {
        string most = Examples.MinimalNext + "#" + new string('x', WireCaps.TopologyTextBytesMax - Examples.MinimalNext.Length - 1);

        Assert.Null(TopologyDraft.Refusal(most));
        Assert.True(TopologyDraft.Read(most, "n.yaml", Current).IsValid);
        Assert.Equal("the draft has 65537 bytes of text, and silos take at most 65536 of one another; shorten its comments", TopologyDraft.Refusal(most + "x"));
        Assert.False(TopologyFile.Parse(most + "x", "n.yaml").IsValid);
        Assert.Contains("shorten its comments", Assert.Single(TopologyDraft.Read(most + "x", "n.yaml", Current).Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cap_counts_bytes_and_not_characters() =>
        Assert.NotNull(TopologyDraft.Refusal(new string('é', WireCaps.TopologyTextBytesMax / 2 + 1)));

    [Fact]
    public void Text_that_would_not_come_back_the_same_does_not_travel() =>
        Assert.Contains("UTF-8", TopologyDraft.Refusal("# \ud800"), StringComparison.Ordinal);

    [Theory]
    [InlineData("\u001b[2J", "U+001B")]
    [InlineData("\u0000", "U+0000")]
    [InlineData("\u009b2J", "U+009B")]
    [InlineData("\u202ereversed", "U+202E")]
    [InlineData("\u200b", "U+200B")]
    [InlineData("\U000e0041", "U+E0041")]
    [InlineData("\u2028byzantine: 0", "U+2028")]
    [InlineData("\u0085byzantine: 0", "U+0085")]
    [InlineData("seen\rnot", "U+000D")]
    public void A_text_that_would_steer_the_operators_terminal_is_refused_with_its_line(string mark, string name)
    {
        string text = Examples.MinimalNext.Replace("epoch: 2", $"# {mark}\nepoch: 2", StringComparison.Ordinal);

        FileFault fault = Assert.Single(TopologyDraft.Read(text, "n.yaml", Current).Faults);
        Assert.Equal((2, $"holds {name}, which a terminal obeys instead of showing it, and other silos' operators read this text", "remove it"), (fault.Line, fault.Problem, fault.Remedy));
        Assert.Contains($"holds {name}", TopologyDraft.Refusal(text), StringComparison.Ordinal);
        Assert.Contains(" on line 2; remove it", TopologyDraft.Refusal(text), StringComparison.Ordinal);
        Assert.False(TopologyFile.Parse(text, "n.yaml").IsValid);
    }

    [Fact]
    public void Tabs_both_line_ends_and_every_script_are_taken() => Assert.Null(TopologyDraft.Refusal(
        Examples.MinimalNext.Replace("epoch: 2", "epoch: 2 #\tKöln, Αθήνα, 東京, القاهرة \U0001f3e5", StringComparison.Ordinal).ReplaceLineEndings("\r\n")));

    [Theory]
    [InlineData("\\e[2J")]
    [InlineData("\\n fully signed")]
    [InlineData("\\u202e")]
    public void An_escape_does_not_bring_into_a_value_what_the_text_may_not_hold(string escape)
    {
        string text = Examples.MinimalNext.Replace("seed: 7", $"seed: 7, options: {{ note: \"a{escape}\" }}", StringComparison.Ordinal);

        FileFault fault = Assert.Single(TopologyFile.Parse(text, "n.yaml").Faults);
        Assert.Equal((8, "model.options.note"), (fault.Line, fault.Field));
        Assert.Contains("control or format character", fault.Problem, StringComparison.Ordinal);
    }

    /// <summary>Drafts come from other silos, one of which may lie: bytes changed at random are faults, never an exception.</summary>
    [Fact]
    public void A_text_that_was_garbled_on_the_way_is_refused_and_not_thrown_at_the_reader()
    {
        const string inserted = "\0\t\n:-{}[]&*!|>'\"%@`#,?\\ua9";
        Random random = new(20261121);
        for (int run = 0; run < 2000; run++)
        {
            char[] text = Examples.MinimalNext.ToCharArray();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = inserted[random.Next(inserted.Length)];
            }

            Loaded<FederationTopology> read = TopologyDraft.Read(new string(text, 0, random.Next(text.Length + 1)), "n.yaml", Current);
            Assert.NotEqual(read.IsValid, read.Faults.Count > 0);
        }
    }

    [Theory]
    [InlineData("", "[")]
    [InlineData("", "{")]
    [InlineData("", "? ")]
    [InlineData("", "a: {")]
    [InlineData("silos:\n", "- {}\n")]
    [InlineData("silos:\n", "- { inbound: false }\n")]
    [InlineData("silos: ", "[")]
    [InlineData("a: ", "\"")]
    public void The_longest_text_of_any_one_piece_is_refused(string start, string piece)
    {
        string text = start + string.Concat(Enumerable.Repeat(piece, (WireCaps.TopologyTextBytesMax - start.Length) / piece.Length));
        Assert.False(TopologyDraft.Read(text, "n.yaml", Current).IsValid);
    }

    [Fact]
    public void A_text_full_of_unknown_fields_is_refused() =>
        Assert.False(TopologyDraft.Read(string.Concat(Enumerable.Range(0, 7000).Select(i => $"f{i:x}: 1\n")), "n.yaml", Current).IsValid);

    private static IEnumerable<string> Sentences(string was, string now) => TopologyDraft
        .Read(Examples.MinimalNext.Replace(was, now, StringComparison.Ordinal), "n.yaml", Current)
        .Faults.Select(fault => string.Join(' ', fault.ToString().Split(' ')[..2]));
}
