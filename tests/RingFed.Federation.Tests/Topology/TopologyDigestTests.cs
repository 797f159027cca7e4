using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class TopologyDigestTests
{
    private static readonly FederationTopology Base = Examples.Load(Examples.Minimal);

    [Fact]
    public void The_digest_is_that_of_the_meaning_not_of_the_text()
    {
        string other = "# a comment\n" + Examples.Minimal
            .Replace("a.example", "A.EXAMPLE", StringComparison.Ordinal)
            .Replace("schema: s.yaml", "schema: elsewhere/s.yaml", StringComparison.Ordinal)
            + "exchange: { localWork: { time: 1m }, roundDeadline: 600s, rounds: 50 }\nbyzantine: 0\n";
        Assert.Equal(Base.DigestText, Examples.Load(other).DigestText);
    }

    [Fact]
    public void The_digest_never_changes_by_accident() =>
        // From python3-msgpack and hashlib, packing the fields in the order of CanonicalTopology.
        Assert.Equal("sha256:ac3f2dca4afd02a491684b3d6eae6be48e6687b487eacf8707f1f6658a6cdd91", Base.DigestText);

    [Fact]
    public void The_digest_of_a_later_epoch_covers_the_one_before() =>
        // From the same script, the digest's text appended as a twelfth field.
        Assert.Equal("sha256:77eeef39b1f5e752f0d5ab6c063fbe00f79ab24228f30bb922f7ce79e23eeec2", Examples.Load(Examples.MinimalNext).DigestText);

    [Theory]
    [InlineData("federation: hemato-eu", "federation: hemato-us")]
    [InlineData("epoch: 1", "epoch: 2")]
    [InlineData("id: b", "id: bb")]
    [InlineData("b.example", "bb.example")]
    [InlineData("address: \"b.example:7443\"", "inbound: false")]
    [InlineData("bbbb\"", "bbba\"")]
    [InlineData("kind: ctgan", "kind: vae-bgm")]
    [InlineData("seed: 7", "seed: 8")]
    [InlineData("seed: 7", "seed: 7, options: { batch: 1 }")]
    [InlineData("seed: 7", "seed: 7, schemaDigest: sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("epoch: 1", "epoch: 2\nprevious: sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { rounds: 51 }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { localWork: { time: 61s } }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { localWork: { steps: 60 } }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { localWork: { time: 60s, stepsMax: 5 } }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { localWork: { time: 60s, proximal: 0.01 } }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { roundDeadline: 11m }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { codec: float32 }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { codec: int8 }")]
    [InlineData("epoch: 1", "epoch: 1\naggregation: { gate: heldout }")]
    [InlineData("epoch: 1", "epoch: 1\nexchange: { codec: lossless }")]
    [InlineData("epoch: 1", "epoch: 1\naggregation: { rule: mean }")]
    [InlineData("epoch: 1", "epoch: 1\naggregation: { rule: median }")]
    [InlineData("epoch: 1", "epoch: 1\naggregation: { rule: sequential }")]
    public void Every_change_of_meaning_changes_the_digest(string was, string now)
    {
        string text = Examples.Minimal.Replace(was, now, StringComparison.Ordinal);
        Assert.NotEqual(Base.DigestText, Examples.Load(text).DigestText);
    }

    [Fact]
    public void The_order_of_the_roster_is_part_of_the_meaning() => Assert.NotEqual(
        Base.DigestText, (Base with { Silos = [Base.Silos[1], Base.Silos[0], Base.Silos[2]] }).DigestText);

    [Fact]
    public void The_number_of_liars_is_part_of_the_meaning() =>
        Assert.NotEqual(Base.DigestText, (Base with { Byzantine = 1 }).DigestText);
}
