using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Messages;

public sealed class RecordCodecTests
{
    [Fact]
    public void Records_are_read_as_they_were_written()
    {
        foreach (RecordBody body in Samples.Records)
        {
            byte[] bytes = RecordCodec.Encode(body);

            SignedRecord record = RecordCodec.Decode(body.Kind, bytes, new byte[] { 1 });

            Assert.Equivalent(body, record.Body, strict: true);
            Assert.Equal(bytes, record.Bytes.ToArray());
            Assert.Equal(bytes, RecordCodec.Encode(record.Body));
        }
    }

    [Fact]
    public void Bytes_that_are_read_are_the_only_ones_for_what_they_say()
    {
        foreach (RecordBody body in Samples.Records)
        {
            byte[] bytes = RecordCodec.Encode(body);
            for (int at = 0; at < bytes.Length; at++)
            {
                foreach (byte value in new byte[] { 0, 1, 0x7f, 0x80, 0x90, 0xa0, 0xc0, 0xc4, 0xcc, 0xff })
                {
                    byte[] changed = [.. bytes];
                    changed[at] = value;
                    RequireCanonical(body.Kind, changed);
                }
            }
        }
    }

    [Fact]
    public void The_same_body_under_another_kind_has_another_id() =>
        Assert.Equal(Enum.GetValues<RecordKind>().Length, Enum.GetValues<RecordKind>().Select(kind => RecordCodec.IdOf(kind, [1, 2, 3])).Distinct().Count());

    [Fact]
    public void An_id_is_the_digest_of_prefix_kind_and_body()
    {
        byte[] body = RecordCodec.Encode(Samples.Precommit);

        Assert.Equal(Digest.Of([.. "ringfed/1/precommit"u8, .. body]), RecordCodec.IdOf(RecordKind.Precommit, body));
    }

    [Fact]
    public void A_list_of_updates_has_one_order_and_each_origin_once()
    {
        HeldUpdate[][] wrong =
        [
            [new HeldUpdate(2, Samples.D(1)), new HeldUpdate(1, Samples.D(2))],
            [new HeldUpdate(2, Samples.D(1)), new HeldUpdate(2, Samples.D(2))],
            [new HeldUpdate(128, Samples.D(1))],
        ];
        foreach (HeldUpdate[] updates in wrong)
        {
            Refused(new Have("ring", 1, 0, "a", 0, updates, 1));
            Refused(ProposeOf(ClosingProposal.Of([], updates, [], default, Digest.None)));
        }
    }

    [Fact]
    public void A_proposal_names_a_have_once_and_evidence_that_is_some()
    {
        Refused(ProposeOf(ClosingProposal.Of([Samples.D(1), Samples.D(1)], [], [], default, Digest.None)));
        Refused(ProposeOf(WithEvidence(new Equivocation(1, RecordKind.Prevote, 0, Samples.D(1), Samples.D(1)))));
        Refused(ProposeOf(WithEvidence(new Equivocation(1, (RecordKind)99, 0, Samples.D(1), Samples.D(2)))));
        Refused(ProposeOf(WithEvidence(
            new Equivocation(1, RecordKind.Prevote, 0, Samples.D(1), Samples.D(2)),
            new Equivocation(1, RecordKind.Prevote, 1, Samples.D(3), Samples.D(4)))));
    }

    [Fact]
    public void A_number_out_of_its_range_is_refused()
    {
        Refused(new Prevote("ring", 1, 0, "a", MessageCaps.ViewMax + 1, Samples.D(1), 1));
        Refused(new Have("ring", 1, 0, "a", MessageCaps.HavesPerRoundMax, [], 1));
        Refused(new Suspicion("ring", 1, 0, "a", MessageCaps.SuspicionsPerRoundMax, default, 1));
        Refused(new Propose("ring", 1, 0, "a", 3, Samples.Proposal, 3, 1));
        Refused(new Leave("ring", 1, MessageCaps.RoundMax + 1, "a", 1));
        Refused(Samples.Precommit with { Merged = default });
    }

    [Fact]
    public void A_record_about_epochs_names_something()
    {
        Refused(new Assent("ring", 1, 0, "a", Digest.None, 1));
        Refused(new Opening("ring", 1, 0, "a", Digest.None, 1));
    }

    [Fact]
    public void A_proposal_without_a_next_epoch_has_one_encoding()
    {
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter writer = new(bytes);
        ClosingProposal.Of([], [], [], default, Samples.D(1), Samples.D(2)).Write(ref writer);
        writer.Flush();
        byte[] withNone = [.. bytes.WrittenSpan[..^Digest.Length], .. new byte[Digest.Length]];

        Assert.Throws<WireException>(() =>
        {
            MessagePackReader reader = new(withNone);
            ClosingProposal.Read(ref reader);
        });
    }

    [Fact]
    public void Another_next_epoch_is_another_proposal() => Assert.Equal(3, new[] { Digest.None, Samples.D(1), Samples.D(2) }
        .Select(next => ClosingProposal.Of([], [], [], default, Samples.D(9), next).Id).Distinct().Count());

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
            Samples.Envelope with { PayloadKind = PayloadKind.Gather },
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

    private static ClosingProposal WithEvidence(params Equivocation[] evidence) =>
        ClosingProposal.Of([], [], evidence, default, Digest.None);

    private static Propose ProposeOf(ClosingProposal proposal) => new("ring", 1, 0, "a", 0, proposal, -1, 1);

    private static void Refused(RecordBody body)
    {
        byte[] bytes = RecordCodec.Encode(body);
        Assert.Throws<WireException>(() => RecordCodec.Decode(body.Kind, bytes, default));
    }

    private static void RequireCanonical(RecordKind kind, byte[] bytes)
    {
        try
        {
            Assert.Equal(bytes, RecordCodec.Encode(RecordCodec.Decode(kind, bytes, default).Body));
        }
        catch (WireException)
        {
            return;
        }
    }
}
