using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Tests.Wire.Fuzzing;
using RingFed.Federation.Wire;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring;

/// <summary>Runs alone: it measures the memory of the process.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>
/// Hostile neighbours with good keys against the whole core: no exception, no step without end, and nothing held beyond
/// the caps, however long it goes on.
/// </summary>
[Collection(typeof(MeasuredAlone))]
public sealed class SessionFuzzTests
{
    /// <summary>Records and chunks of two rounds of four silos, what is known of each link, and the runtime's own.</summary>
    private const long BytesRetainedMax = 8 * 1024 * 1024;

    /// <summary>All records of the rounds kept, and all chunks of an item, over each link.</summary>
    private const int EffectsPerEventMax = 2_000;

    [Fact]
    public async Task A_session_among_hostile_neighbours_neither_fails_nor_grows()
    {
        HostileSession session = new(seed: 20261121);
        FrameCorpus corpus = new([OwnFrames(), [.. OwnFrames().Reverse()]]);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long grownMost = 0;
        long judged = 0;

        await FuzzSize.CheckAsync(HostileFrames.Runs(corpus), run =>
        {
            List<byte[]> frames = run.Damaged();
            frames.ForEach(session.Hear);
            judged += frames.Count;
            Assert.InRange(session.ChunksHeld, 0, SessionCaps.ChunksParkedMax);
            Assert.InRange(session.EffectsMost, 0, EffectsPerEventMax);
            if (judged / 50_000 > (judged - frames.Count) / 50_000)
            {
                grownMost = Math.Max(grownMost, GC.GetTotalMemory(forceFullCollection: true) - before);
            }

            return frames.Count;
        });

        Assert.InRange(grownMost, long.MinValue, BytesRetainedMax);
        Assert.InRange(session.Heard, FuzzSize.Frames / 10, long.MaxValue);
        Assert.InRange(session.LinksClosed, 1, session.Heard);
    }

    /// <summary>What honest silos of the bench's ring could say, in two rounds.</summary>
    private static byte[][] OwnFrames() =>
    [
        .. from message in Messages() select FrameCorpus.Of(2, MessageCodec.TypeOf(message), (message, 2), MessageCodec.Encode),
        .. from origin in (int[])[A, C, D]
           from round in (int[])[0, 1]
           from index in (int[])[0, 1]
           select FrameCorpus.Of(2, FrameType.Chunk, new ChunkFrame(ChunkOf(origin, index, round), new byte[32], new byte[256]), ChunkFrame.Encode),
    ];

    private static IEnumerable<RingMessage> Messages()
    {
        int[] others = [A, C, D];
        SignedRecord[] envelopes = [.. others.SelectMany(origin => new[] { 0, 1 }.Select(round => Sign(EnvelopeOf(origin, round))))];
        SignedRecord[] votes = [.. others.SelectMany(origin => new[] { VoteOf(origin), VoteOf(origin, "another sum") })];
        IEnumerable<RecordBody> statements = others.SelectMany(Statements);
        foreach (SignedRecord record in envelopes.Concat(votes).Concat(statements.Select(Sign)))
        {
            yield return new RecordMessage(record);
        }

        yield return HelloOf(A);
        yield return new Summary(0, [.. envelopes.Select(record => record.Id)], [new ItemHolding(ItemOf(C), new byte[] { 1 })]);
        yield return new Progress(0);
        yield return new Progress(1);
        yield return new Want(ItemOf(B), new byte[] { 0 });
        yield return new WantCloses(-1);
        yield return new Heartbeat(false, 0, 0);
        yield return new Heartbeat(true, 0, 8);
        yield return new CloseMessage(new RoundClose(Proposal, 0, [.. others.Select(origin => VoteOf(origin))]));
    }

    private static IEnumerable<RecordBody> Statements(int origin)
    {
        (string ring, int epoch, string silo) = (Plan.Federation, Plan.Epoch, Plan.Roster[origin]);
        yield return new Have(ring, epoch, 0, silo, 0, [new HeldUpdate(A, Sign(EnvelopeOf(A)).Id), new HeldUpdate(C, Sign(EnvelopeOf(C)).Id)], 1);
        yield return new Propose(ring, epoch, 0, silo, 0, Proposal, -1, 1);
        yield return new Prevote(ring, epoch, 0, silo, 0, Proposal.Id, 1);
        yield return new Prevote(ring, epoch, 0, silo, 1, Digest.None, 1);
        yield return new Suspicion(ring, epoch, 0, silo, 0, OriginSet.Of([D]), 1);
        yield return new Leave(ring, epoch, 0, silo, 1);
    }

    private static ClosingProposal Proposal => ClosingProposal.Of(
        [DigestOf("have")],
        [new HeldUpdate(A, Sign(EnvelopeOf(A)).Id), new HeldUpdate(C, Sign(EnvelopeOf(C)).Id)],
        [],
        OriginSet.Of([]),
        Plan.Topology);
}
