using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;

namespace RingFed.Federation.Tests.Ring.Neighbour;

using static NeighbourBench;

public sealed class NeighbourBypassTests
{
    private const int LinkToD = 30;

    [Fact]
    public void The_silo_behind_a_dead_neighbour_is_dialled_sent_the_update_and_merged_in_its_place()
    {
        NeighbourBench bench = Linked();
        bench.Publish();
        bench.TakeUpdate(LinkToA, A);
        bench.Step(new LinkLost(LinkToC, "cut"));

        List<RingEffect> doubt = bench.KeepAlive(until: Plan.Times.SuspicionMs - 1, LinkToA);
        List<RingEffect> greeted = bench.Connect(LinkToD, D);
        List<RingEffect> early = bench.TakeUpdate(LinkToD, D);
        bench.Now++;
        List<RingEffect> suspected = bench.Step(new Tick());

        Assert.Equal(D, Assert.Single(doubt.OfType<OpenEdge>()).Peer);
        Assert.Equal(2, greeted.OfType<SendChunk>().Count(send => send.Link == LinkToD));
        Assert.Empty(early.OfType<MergeUpdates>());
        Assert.Equal(["a", "d"], Assert.Single(suspected.OfType<MergeUpdates>()).Updates.Select(update => update.Origin).Order());
        NeighbourResult result = Assert.Single(bench.Step(new UpdatesMerged(0, [])).OfType<PersistMerged>()).Result;
        Assert.Equal([A, B, D], result.Merged);
        MissedNeighbour missed = Assert.Single(result.Missed);
        Assert.Equal(C, missed.Peer);
        Assert.Contains("cannot be reached", missed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_dead_neighbour_and_nobody_behind_it_the_other_alone_is_merged_within_two_suspicion_times()
    {
        NeighbourBench bench = Linked();
        bench.Publish();
        bench.TakeUpdate(LinkToA, A);
        bench.Step(new LinkLost(LinkToC, "cut"));

        List<RingEffect> effects = bench.KeepAlive(until: 2 * Plan.Times.SuspicionMs, LinkToA);

        Assert.Equal(["a"], Assert.Single(effects.OfType<MergeUpdates>()).Updates.Select(update => update.Origin));
        NeighbourResult result = Assert.Single(bench.Step(new UpdatesMerged(0, [])).OfType<PersistMerged>()).Result;
        Assert.Equal([C, D], result.Missed.Select(missed => missed.Peer));
    }

    [Fact]
    public void A_silo_that_connects_from_behind_a_neighbour_is_sent_the_update_but_the_neighbour_is_merged()
    {
        NeighbourBench bench = Linked();
        List<RingEffect> effects = bench.Connect(LinkToD, D);
        effects.AddRange(bench.Publish());
        effects.AddRange(bench.TakeUpdate(LinkToD, D));
        effects.AddRange(bench.TakeUpdate(LinkToA, A));
        effects.AddRange(bench.TakeUpdate(LinkToC, C));

        Assert.Equal(2, effects.OfType<SendChunk>().Count(send => send.Link == LinkToD));
        Assert.Equal(["a", "c"], Assert.Single(effects.OfType<MergeUpdates>()).Updates.Select(update => update.Origin).Order());
    }

    [Fact]
    public void A_neighbour_kept_away_for_a_bad_chunk_is_not_waited_for_and_gone_around()
    {
        NeighbourBench bench = Linked();
        bench.Publish();
        bench.TakeUpdate(LinkToA, A);
        bench.Take(LinkToC, Sign(EnvelopeOf(C)));
        bench.Step(new ChunkVerified(LinkToC, ChunkOf(C, 0), Holds: false));

        List<RingEffect> effects = bench.KeepAlive(until: 2000, LinkToA);
        effects.AddRange(bench.Connect(LinkToD, D));
        effects.AddRange(bench.TakeUpdate(LinkToD, D));

        Assert.Equal(D, Assert.Single(effects.OfType<OpenEdge>()).Peer);
        Assert.Equal(["a", "d"], Assert.Single(effects.OfType<MergeUpdates>()).Updates.Select(update => update.Origin).Order());
        NeighbourResult result = Assert.Single(bench.Step(new UpdatesMerged(0, [])).OfType<PersistMerged>()).Result;
        Assert.Contains("kept away", Assert.Single(result.Missed).Reason, StringComparison.Ordinal);
    }
}
