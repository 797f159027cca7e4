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
