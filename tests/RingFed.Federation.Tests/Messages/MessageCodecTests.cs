using System.Buffers;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Messages;

public sealed class MessageCodecTests
{
    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Samples.Messages.Count)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_message_that_is_read_and_written_again_has_the_same_bytes(int sample)
    {
        RingMessage message = Samples.Messages[sample];
        byte[] body = Encode(message);

        RingMessage again = Decode(message, body);

        Assert.IsType(message.GetType(), again);
        Assert.Equal(body, Encode(again));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_truncation_and_every_trailing_byte_is_refused_with_a_code(int sample)
    {
        RingMessage message = Samples.Messages[sample];
        byte[] body = Encode(message);
        for (int length = 0; length < body.Length; length++)
        {
            Assert.Throws<WireException>(() => Decode(message, body[..length]));
        }

        Assert.Throws<WireException>(() => Decode(message, [.. body, 0]));
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Every_changed_byte_is_read_or_refused_with_a_code_and_nothing_else(int sample)
    {
        RingMessage message = Samples.Messages[sample];
        byte[] body = Encode(message);
        for (int at = 0; at < body.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 0x7f, 0x80, 0xc0, 0xd9, 0xdd, 0xff })
            {
                byte[] changed = [.. body];
                changed[at] = value;
                Exception? thrown = Record.Exception(() => Decode(message, changed));

                Assert.True(thrown is null or WireException, $"byte {at} as {value}: {thrown}");
            }
        }
    }

    [Fact]
    public void A_message_as_large_as_its_caps_allow_fits_its_frame()
    {
        Summary largest = new(
            1,
            [.. Enumerable.Repeat(Samples.D(1), MessageCaps.SummaryRecordsMax)],
            [.. Enumerable.Range(0, MessageCaps.SummaryItemsMax)
                .Select(origin => new ItemHolding(new ItemId(MessageCaps.RoundMax, origin, Samples.D(3)), new byte[MessageCaps.BitmapBytesMax]))]);

        RequireFits(largest);
        RequireFits(new NeighbourStanding(
            MessageCaps.RoundMax - 1,
            MessageCaps.RoundMax - 1,
            Samples.Sign(Samples.Envelope with { Federation = new string('y', 63), Origin = new string('x', 63), Query = new string('q', 63) }),
            true,
            [.. Enumerable.Repeat(
                new RoundHolding(MessageCaps.RoundMax, Samples.D(1), new byte[MessageCaps.BitmapBytesMax]), NeighbourStanding.HoldingsMax)]));
    }

    [Fact]
    public void Neighbour_exchange_has_no_frame_in_protocol_1()
    {
        byte[] body = Encode(new NeighbourStanding(-1, -1, null, true, []));
        Frame frame = new(new FrameHeader(1, 0, FrameType.NeighbourStanding, body.Length), new ReadOnlySequence<byte>(body));

        Assert.Equal(WireFaultCode.UnexpectedFrame, Assert.Throws<WireException>(() => MessageCodec.Decode(frame)).Fault.Code);
    }

    [Fact]
    public void Records_cannot_be_asked_for_in_protocol_1()
    {
        byte[] body = Encode(new WantRecords([Samples.D(1)]));
        Frame frame = new(new FrameHeader(1, 0, FrameType.RecordsWanted, body.Length), new ReadOnlySequence<byte>(body));

        Assert.Equal(WireFaultCode.UnexpectedFrame, Assert.Throws<WireException>(() => MessageCodec.Decode(frame)).Fault.Code);
    }

    [Fact]
    public void Records_and_closes_of_the_largest_roster_fit_their_frames()
    {
        (string ring, string silo, int most) = (new string('y', 63), new string('x', 63), WireCaps.SilosMax);
        HeldUpdate[] updates = [.. Enumerable.Range(0, most).Select(origin => new HeldUpdate(origin, Samples.D(1)))];
        ClosingProposal proposal = ClosingProposal.Of(
            [.. Enumerable.Range(0, most).Select(have => Digest.Of([(byte)have]))],
            updates,
            [.. Enumerable.Range(0, most).Select(origin => new Equivocation(origin, RecordKind.Leave, MessageCaps.ViewMax, Samples.D(1), Samples.D(2)))],
            OriginSet.All(most),
            Samples.D(3));
        Precommit vote = Samples.Precommit with
        {
            Federation = ring, Epoch = int.MaxValue, Round = MessageCaps.RoundMax, Origin = silo, View = MessageCaps.ViewMax, Proposal = proposal.Id,
        };
        string[] silos = [.. Enumerable.Range(0, most).Select(index => $"{new string('x', 60)}{index:d3}")];

        RequireFits(RecordOf(vote));
        RequireFits(RecordOf(new Have(ring, int.MaxValue, MessageCaps.RoundMax, silo, MessageCaps.HavesPerRoundMax - 1, updates, int.MaxValue)));
        RequireFits(RecordOf(new Propose(ring, int.MaxValue, MessageCaps.RoundMax, silo, MessageCaps.ViewMax, proposal, MessageCaps.ViewMax - 1, int.MaxValue)));
        RequireFits(RecordOf(new Prevote(ring, int.MaxValue, MessageCaps.RoundMax, silo, MessageCaps.ViewMax, Samples.D(1), int.MaxValue)));
        RequireFits(RecordOf(new Suspicion(ring, int.MaxValue, MessageCaps.RoundMax, silo, 0, OriginSet.All(most), int.MaxValue)));
        RequireFits(RecordOf(new Leave(ring, int.MaxValue, MessageCaps.RoundMax, silo, int.MaxValue)));
        RequireFits(new CloseMessage(new RoundClose(proposal, vote.View, [.. silos.Select(name => Long(vote with { Origin = name }))])));
    }

    [Fact]
    public void A_close_has_one_vote_a_silo_all_for_its_own_proposal()
    {
        Precommit vote = Samples.Precommit with { Proposal = Samples.Proposal.Id };

        Assert.Throws<WireException>(() => Again(new CloseMessage(Samples.CloseOf(vote, "paris", "wien", "paris"))));
        Assert.Throws<WireException>(() => Again(new CloseMessage(Samples.CloseOf(Samples.Precommit, "paris", "wien"))));
        RoundClose again = Assert.IsType<CloseMessage>(Again(new CloseMessage(Samples.CloseOf(vote, "paris", "wien")))).Close;
        Assert.Equal(["paris", "wien"], again.Precommits.Select(record => record.Body.Origin));
        Assert.Equal(Samples.Sign(vote with { Origin = "wien" }).Id, again.Precommits[1].Id);
    }

    [Fact]
    public void A_chunk_is_read_as_it_was_written()
    {
        ChunkFrame chunk = new(new ChunkId(ItemId.AggregateOf(3, Samples.D(4)), 2), new byte[64], new byte[] { 1, 2, 3 });
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        ChunkFrame.Encode(ref writer, chunk);
        writer.Flush();

        ChunkFrame again = ChunkFrame.Decode(FrameOf(FrameType.Chunk, buffer.WrittenSpan.ToArray()));

        Assert.Equal(chunk.Chunk, again.Chunk);
        Assert.Equal(chunk.Proof.ToArray(), again.Proof.ToArray());
        Assert.Equal(chunk.Bytes.ToArray(), again.Bytes.ToArray());
    }

    private static RecordMessage RecordOf(RecordBody body) => new(Long(body));

    /// <summary>With the longest signature there may be.</summary>
    private static SignedRecord Long(RecordBody body)
    {
        SignedRecord record = Samples.Sign(body);
        return new SignedRecord(record.Id, body, record.Bytes, new byte[MessageCaps.SignatureBytesMax]);
    }

    private static void RequireFits(RingMessage message)
    {
        Assert.InRange(Encode(message).Length, 1, WireCaps.BodyBytesMax(MessageCodec.TypeOf(message))!.Value);
        Assert.IsType(message.GetType(), Again(message));
    }

    private static RingMessage Again(RingMessage message) => Decode(message, Encode(message));

    private static byte[] Encode(RingMessage message)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        MessageCodec.Encode(ref writer, (message, FrameHeader.VersionNewest));
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static RingMessage Decode(RingMessage like, byte[] body) => MessageCodec.Decode(FrameOf(MessageCodec.TypeOf(like), body));

    private static Frame FrameOf(FrameType type, byte[] body) =>
        new(new FrameHeader(FrameHeader.VersionNewest, 0, type, body.Length), new ReadOnlySequence<byte>(body));
}
