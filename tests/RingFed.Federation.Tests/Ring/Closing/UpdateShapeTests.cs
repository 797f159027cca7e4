using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Rounds;

namespace RingFed.Federation.Tests.Ring.Closing;

public sealed class UpdateShapeTests
{
    private static readonly Envelope One = (Envelope)new ClosingRecords(2).Envelope(0).Body;

    public static TheoryData<string> Differences => [.. Others.Keys];

    private static Dictionary<string, Envelope> Others { get; } = new()
    {
        ["topology digest"] = One with { Topology = Digest.None },
        ["kind of payload"] = One with { PayloadKind = PayloadKind.Gather },
        ["statistic"] = One with { Query = "histogram" },
        ["layout digest"] = One with { Layout = Digest.None },
        ["encoder digest"] = One with { Encoder = ClosingRecords.Topology },
        ["base digest"] = One with { Base = ClosingRecords.Topology },
        ["codec"] = One with { Codec = "bfloat16" },
        ["payload length"] = One with { Payload = One.Payload with { Length = 513 } },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Updates_that_an_operator_is_told_differ_are_not_merged_with_each_other(string what)
    {
        Assert.Contains(what, EnvelopeAgreement.Compare(One, Others[what])!.Sentence);
        Assert.NotEqual(UpdateShape.Of(One), UpdateShape.Of(Others[what]));
    }

    [Fact]
    public void A_codec_that_leaves_the_length_to_the_values_lets_lengths_differ()
    {
        Envelope mine = One with { Codec = "lossless" };
        Envelope other = mine with { Payload = One.Payload with { Length = 513 } };

        Assert.Null(EnvelopeAgreement.Compare(mine, other));
        Assert.Equal(UpdateShape.Of(mine), UpdateShape.Of(other));
        Assert.NotEqual(UpdateShape.Of(One), UpdateShape.Of(mine));
    }

    [Fact]
    public void Updates_may_differ_in_everything_else()
    {
        Envelope other = One with { Origin = "s1", Records = 7, Steps = 3, EpsilonSpent = 1, LastEnvelope = ClosingRecords.Topology };

        Assert.Null(EnvelopeAgreement.Compare(One, other));
        Assert.Equal(UpdateShape.Of(One), UpdateShape.Of(other));
    }
}
