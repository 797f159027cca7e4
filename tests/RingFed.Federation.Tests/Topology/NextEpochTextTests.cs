using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class NextEpochTextTests
{
    [Fact]
    public void The_example_counts_on_with_its_comments_kept()
    {
        string text = File.ReadAllText(Examples.FileNamed("four-silos.yaml"));
        FederationTopology current = TopologyFile.Load(Examples.FileNamed("four-silos.yaml")).Require();

        string next = NextEpochText.Of(text, current);

        Assert.Equal(text.Replace("epoch: 1\n", $"epoch: 2\nprevious: {current.DigestText}\n", StringComparison.Ordinal), next);
    }

    [Theory]
    [InlineData("epoch: 1   # first\n", "epoch: 2   # first\nprevious: DIGEST\n")]
    [InlineData("epoch: \"1\"\r\n", "epoch: 2\r\nprevious: DIGEST\r\n")]
    [InlineData("\"epoch\" : 1\n", "\"epoch\" : 2\nprevious: DIGEST\n")]
    [InlineData("epoch:\n  1\n", "epoch:\n  2\nprevious: DIGEST\n")]
    [InlineData("epoch: 1 # é€𝄞\n", "epoch: 2 # é€𝄞\nprevious: DIGEST\n")]
    [InlineData("# é€𝄞\r\nepoch: 1\n", "# é€𝄞\r\nepoch: 2\nprevious: DIGEST\n")]
    public void However_the_line_is_written_the_rest_stays(string was, string now) =>
        AssertNext(Examples.Minimal.Replace("epoch: 1\n", was, StringComparison.Ordinal), was, now);

    [Fact]
    public void A_later_epoch_names_the_one_before_it_in_place_of_its_own()
    {
        string was = "epoch: 41\nmodel: { kind: ctgan, schema: s.yaml, seed: 7 }\nprevious: \"sha256:" + new string('b', 64) + "\" # of 40\n";
        string text = Examples.Minimal.Replace("epoch: 1\n", "", StringComparison.Ordinal)
            .Replace("model: { kind: ctgan, schema: s.yaml, seed: 7 }\n", was, StringComparison.Ordinal);
        AssertNext(text, was, "epoch: 42\nmodel: { kind: ctgan, schema: s.yaml, seed: 7 }\nprevious: DIGEST # of 40\n");
    }

    [Fact]
    public void The_last_line_may_lack_its_end() => AssertNext(
        Examples.Minimal.Replace("epoch: 1\n", "", StringComparison.Ordinal) + "epoch: 1", "epoch: 1", "epoch: 2\nprevious: DIGEST\n", ofLast: true);

    [Fact]
    public void A_file_in_braces_stays_in_braces()
    {
        string text = "{ federation: f, epoch: 1, silos: [ "
            + string.Join(", ", "abc".Select(silo => $"{{ id: {silo}, address: '{silo}:1', key: 'sha256:{new string(silo, 64)}' }}"))
            + " ], model: { kind: ctgan, schema: s.yaml, seed: 7 } }";
        AssertNext(text, "epoch: 1,", "epoch: 2, previous: DIGEST,");
    }

    [Fact]
    public void Where_no_epoch_may_follow_it_says_why()
    {
        string text = Examples.Minimal + "exchange: { kind: neighbour }\n";
        Assert.Contains("no round closes", Assert.Throws<InvalidDataException>(() => NextEpochText.Of(text, Examples.Load(text))).Message, StringComparison.Ordinal);
    }

    private static void AssertNext(string text, string was, string now, bool ofLast = false)
    {
        FederationTopology current = Examples.Load(text);
        int at = ofLast ? text.LastIndexOf(was, StringComparison.Ordinal) : text.IndexOf(was, StringComparison.Ordinal);
        string expected = text[..at] + now.Replace("DIGEST", current.DigestText, StringComparison.Ordinal) + text[(at + was.Length)..];
        Assert.Equal(expected, NextEpochText.Of(text, current));
    }
}
