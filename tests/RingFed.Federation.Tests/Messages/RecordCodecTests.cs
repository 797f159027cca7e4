using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Messages;

public sealed class RecordCodecTests
{
    [Fact]
    public void Records_are_read_as_they_were_written()
    {
        foreach (RecordBody body in new RecordBody[] { Samples.Envelope, Samples.Precommit })
        {
            byte[] bytes = RecordCodec.Encode(body);

            SignedRecord record = RecordCodec.Decode(body.Kind, bytes, new byte[] { 1 });

            Assert.Equal(body, record.Body);
            Assert.Equal(bytes, record.Bytes.ToArray());
        }
    }

    [Fact]
    public void An_id_is_the_digest_of_prefix_kind_and_body()
    {
        byte[] body = RecordCodec.Encode(Samples.Precommit);

        Assert.Equal(Digest.Of([.. "ringfed/1/precommit"u8, .. body]), RecordCodec.IdOf(RecordKind.Precommit, body));
    }

    [Fact]
    public void The_same_statement_signed_twice_is_one_record()
    {
        byte[] body = RecordCodec.Encode(Samples.Envelope);

        Assert.Equal(
            RecordCodec.Decode(RecordKind.Envelope, body, new byte[] { 1 }).Id,
            RecordCodec.Decode(RecordKind.Envelope, body, new byte[] { 2 }).Id);
    }

    [Fact]
    public void Every_field_is_inside_the_id()
    {
        Envelope[] others =
        [
            Samples.Envelope with { Federation = "other" },
            Samples.Envelope with { Epoch = 5 },
            Samples.Envelope with { Round = 8 },
            Samples.Envelope with { Origin = "berlin" },
            Samples.Envelope with { PayloadKind = PayloadKind.Statistic },
            Samples.Envelope with { Query = "histogram" },
            Samples.Envelope with { Topology = Samples.D(9) },
            Samples.Envelope with { Layout = Samples.D(9) },
            Samples.Envelope with { Encoder = Samples.D(9) },
            Samples.Envelope with { Base = Samples.D(9) },
            Samples.Envelope with { Codec = "float32" },
            Samples.Envelope with { Payload = Samples.Envelope.Payload with { Root = Samples.D(9) } },
            Samples.Envelope with { Payload = Samples.Envelope.Payload with { Length = 1001 } },
            Samples.Envelope with { Records = 1 },
            Samples.Envelope with { Steps = 1 },
            Samples.Envelope with { EpsilonSpent = 1 },
            Samples.Envelope with { LastEnvelope = Samples.D(9) },
            Samples.Envelope with { Algorithm = 2 },
        ];

        Assert.Equal(others.Length + 1, others.Append(Samples.Envelope).Select(envelope => Samples.Sign(envelope).Id).Distinct().Count());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    public void An_epsilon_that_is_no_budget_is_refused(double epsilon)
    {
        byte[] body = RecordCodec.Encode(Samples.Envelope with { EpsilonSpent = epsilon });

        Assert.Throws<WireException>(() => RecordCodec.Decode(RecordKind.Envelope, body, default));
    }
}
