using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Transport;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Transport;

/// <summary>What a silo finds again in its state directory, whole or damaged.</summary>
public sealed class StateStoreTests : IDisposable
{
    private static readonly SessionPlan Longer = Plan with { ParameterRounds = 9 };
    private readonly string folder = Directory.CreateTempSubdirectory("ringfed-state-").FullName;
    private readonly StateStore store;
    private readonly PayloadBuffers buffers;
    private readonly PayloadStore payloads;

    public StateStoreTests()
    {
        store = new StateStore(folder, new StateOwner(Plan.Federation, Plan.Epoch, Plan.Topology));
        buffers = new PayloadBuffers(folder, budgetBytes: 0);
        payloads = new PayloadStore(buffers);
    }

    public void Dispose()
    {
        payloads.Dispose();
        buffers.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_empty_directory_is_a_fresh_start()
    {
        StoredState stored = Load();

        Assert.Equal(-1, stored.Restored.Closed);
        Assert.Equal(OriginSet.All(4), stored.Restored.Members.Active);
        Assert.Empty(stored.Restored.Rounds);
    }

    [Fact]
    public void Votes_come_back_with_what_they_rest_on()
    {
        SignedRecord[] own = [Sign(EnvelopeOf(B)), VoteOf(B)];
        VoteState state = new(3, VoteStep.Precommit, Proposal, 1, Proposal, 3, 2);
        store.Write(new PersistVotes(own[1], state, own, [HaveOf(A), PrevoteOf(C)], own[0].Id));

        RestoredState restored = Load().Restored;

        StoredVotes votes = restored.Rounds[0].Votes!;
        Assert.Equal((3, VoteStep.Precommit, 1, 3, 2), (votes.State.View, votes.State.Step, votes.State.LockView, votes.State.GoodView, votes.State.Haves));
        Assert.Equal((Proposal.Id, Proposal.Id), (votes.State.Lock!.Id, votes.State.Good!.Id));
        Assert.Equal(own.Select(record => record.Id), votes.Own.Select(record => record.Id));
        Assert.Equal([HaveOf(A).Id, PrevoteOf(C).Id], votes.Support.Select(record => record.Id));
        Assert.Equal(own[0].Id, restored.LastEnvelope);
    }

    [Fact]
    public void The_wish_to_leave_comes_back_and_then_the_leave_in_its_place()
    {
        SignedRecord leave = Sign(new Leave(Plan.Federation, Plan.Epoch, 3, "b", 1));
        Assert.Null(Load().Restored.Leave);

        store.Write(new PersistLeave(null));
        Assert.Null(Load().Restored.Leave!.Record);

        store.Write(new PersistLeave(leave));
        Assert.Equal(leave.Id, Load().Restored.Leave!.Record!.Id);
    }

    [Fact]
    public void Others_updates_come_back_with_their_envelopes_and_a_torn_one_does_not()
    {
        (byte[] bytes, MerkleTree tree, SignedRecord envelope) = Update(A);
        store.WriteUpdate(new ItemId(0, A, tree.Manifest.Root), envelope, bytes);
        store.WriteUpdate(new ItemId(0, C, Update(C).Tree.Manifest.Root), Update(C).Envelope, Update(C).Bytes);
        string torn = $"update-0000000-002-{Update(C).Tree.Manifest.Root.ToString()[..8]}.ring";
        Flip(torn);

        StoredState stored = Load();

        Assert.Equal(envelope.Id, Assert.Single(stored.Restored.Rounds[0].Updates).Id);
        Assert.Equal(bytes, payloads.BytesOf(new ItemId(0, A, tree.Manifest.Root)).ToArray());
        Assert.EndsWith(torn, Assert.Single(stored.Damaged));
    }

    [Fact]
    public void Closes_of_all_rounds_what_was_gathered_and_the_last_two_parameters_are_kept()
    {
        IReadOnlyList<RoundClose> chain = Close(6);

        Assert.Equal(Enumerable.Range(0, 6), Enumerable.Range(0, 6).Select(round => store.ReadClose(round, [])!.Value.Round.Round));
        Assert.Equal([0], store.RoundsOf(StateStore.Gathered));
        Assert.Equal([4, 5], store.RoundsOf(StateStore.Parameters));
        StoredState stored = Load();
        Assert.Equal(chain[5].Id, stored.Restored.Close!.Id);
        Assert.Equal([0, 4, 5], stored.Restored.Results.Select(result => result.Round));
        Assert.Equal(5, stored.Record!.Round);
        Assert.Null(store.ReadClose(6, []));
    }

    [Fact]
    public void Results_that_come_back_are_served_in_the_chunks_that_their_closes_name()
    {
        IReadOnlyList<RoundClose> chain = ChainOf(3);
        List<(ItemId Item, MerkleTree Tree)> kept = [];
        foreach (RoundClose close in chain)
        {
            byte[] bytes = [.. Enumerable.Range(0, 700).Select(index => (byte)(index + close.Round))];
            store.Write(RecordOf(close.Round), new StoredClose(close, Membership.Founding(4), HasResult: true), bytes);
            kept.Add((ItemId.AggregateOf(close.Round, close.Manifest.Root), MerkleTree.Over(bytes, close.Manifest.ChunkBytes)));
        }

        StoredState stored = Load();

        Assert.Equal(kept[2].Item, stored.Result);
        Assert.True(payloads.Hold(kept[2].Item).IsMapped);
        Assert.Throws<KeyNotFoundException>(() => payloads.BytesOf(kept[1].Item));
        Assert.All(kept, one => Assert.All(Enumerable.Range(0, one.Tree.Manifest.ChunkCount), index =>
        {
            using IDisposable? open = payloads.TryOpen(new ChunkId(one.Item, index), out ChunkFrame chunk);
            Assert.NotNull(open);
            Assert.True(Merkle.Verify(one.Tree.Manifest, index, chunk.Bytes.Span, chunk.Proof.Span));
        }));
    }

    [Fact]
    public void A_torn_result_costs_its_round_which_counts_as_decided()
    {
        IReadOnlyList<RoundClose> chain = Close(6);
        Flip("parameters-0000005.ring");

        RestoredState restored = Load().Restored;

        Assert.Equal(4, restored.Closed);
        Assert.Equal(chain[5].Id, Assert.Single(restored.Decided).Id);
    }

    [Fact]
    public void A_round_that_was_skipped_is_decided_and_not_closed_until_a_later_result_is_here()
    {
        IReadOnlyList<RoundClose> chain = Close(3);
        IReadOnlyList<RoundClose> longer = ChainOf(5);
        store.Write(RecordOf(3), new StoredClose(longer[3], Membership.Founding(4), HasResult: false), null);

        RestoredState restored = Load().Restored;

        Assert.Equal(chain[2].Id, restored.Close!.Id);
        Assert.Equal(longer[3].Id, Assert.Single(restored.Decided).Id);
    }

    [Fact]
    public void Who_counts_comes_back_from_the_newest_close_alone()
    {
        Membership left = new(OriginSet.Of([A, B, C]), OriginSet.Of([C]));
        RoundClose close = CloseOf();
        store.Write(RecordOf(0), new StoredClose(close, left, HasResult: true), [1, 2, 3]);

        Assert.Equal(left, Load().Restored.Members);
    }

    [Fact]
    public void Votes_that_cannot_be_read_are_refused_and_not_taken_for_none()
    {
        store.Write(new PersistVotes(VoteOf(B), VoteState.Start, [VoteOf(B)], [], Digest.None));
        Flip("votes-0000000.ring");

        DamagedStateException refused = Assert.Throws<DamagedStateException>(() => Load());

        Assert.Contains("round 0", refused.Message);
    }

    [Fact]
    public void The_last_envelope_is_known_when_its_round_is_long_closed()
    {
        SignedRecord envelope = Sign(EnvelopeOf(B));
        store.Write(new PersistVotes(envelope, VoteState.Start, [envelope], [], envelope.Id));
        Close(6);

        Assert.Equal(envelope.Id, Load().Restored.LastEnvelope);
        Assert.Empty(Load().Restored.Rounds);
    }

    [Fact]
    public void What_each_silo_announced_comes_back_from_whichever_closes_can_be_read()
    {
        IReadOnlyList<RoundClose> chain = ChainOf(3);
        double[][] announced = [[0, 0.1, 0, 0], [0.2, 0.1, 0, 0.4], [0.3, 0, 0, 0.4]];
        foreach (RoundClose close in chain)
        {
            store.Write(
                RecordOf(close.Round),
                new StoredClose(close, Membership.Founding(4), HasResult: true) { Announced = announced[close.Round] },
                [1, 2, 3]);
        }

        Assert.Equal([0.3, 0.1, 0, 0.4], Load().Restored.Announced);

        Flip("close-0000002.ring");
        Assert.Equal([0.2, 0.1, 0, 0.4], Load().Restored.Announced);
    }

    [Fact]
    public void A_mark_keeps_its_occasion_until_the_directory_is_put_back_again()
    {
        Assert.Null(Load().Restored.PutBack);

        StateMark.Set(folder, isPutBack: true, occasion: 7);
        Assert.Equal(7ul, Load().Restored.PutBack);

        StateMark.Set(folder);
        Assert.NotEqual(7ul, Assert.NotNull(Load().Restored.PutBack));
    }

    [Fact]
    public void A_damaged_mark_is_a_mark()
    {
        StateMark.Set(folder, isPutBack: true, occasion: 7);
        Flip("put-back.ring");

        Assert.Equal(0ul, Load().Restored.PutBack);
    }

    private StoredState Load() => new StateLoader(store, Longer, [], payloads, buffers).Load();

    private IReadOnlyList<RoundClose> Close(int rounds)
    {
        IReadOnlyList<RoundClose> chain = ChainOf(rounds);
        foreach (RoundClose close in chain)
        {
            store.Write(RecordOf(close.Round), new StoredClose(close, Membership.Founding(4), HasResult: true), [1, 2, (byte)close.Round]);
        }

        return chain;
    }

    private void Flip(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, name));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    private static (byte[] Bytes, MerkleTree Tree, SignedRecord Envelope) Update(int silo)
    {
        byte[] bytes = [.. Enumerable.Range(0, 700).Select(index => (byte)(index + silo))];
        MerkleTree tree = MerkleTree.Over(bytes, 256);
        return (bytes, tree, Sign(EnvelopeOf(silo) with { Payload = tree.Manifest }));
    }

    private static RoundRecord RecordOf(int round) =>
        new(round, Longer.KindOf(round), ["a"], [], "digest", "rule", 0, 0, 0, 1);
}
