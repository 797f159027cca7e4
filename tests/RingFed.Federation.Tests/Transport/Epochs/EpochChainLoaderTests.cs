using RingFed.Federation.Identity;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Ring.Rounds;
using RingFed.Federation.Transport;
using RingFed.Federation.Transport.Epochs;
using static RingFed.Federation.Tests.Ring.SessionBench;
using static RingFed.Federation.Tests.Transport.Epochs.EpochFolder;

namespace RingFed.Federation.Tests.Transport.Epochs;

/// <summary>In which epoch a silo goes on, wherever it was killed.</summary>
public sealed class EpochChainLoaderTests : IDisposable
{
    private readonly EpochFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_empty_directory_begins_with_the_operators_file_and_keeps_it()
    {
        EpochChain chain = folder.Load(First);

        Assert.Equal((First.Digest, 0, false), (chain.Running.Known.Digest, chain.Running.FirstRound, chain.IsEntering));
        Assert.Null(chain.Running.OpeningClose);
        Assert.Empty(chain.Earlier);
        Assert.Equal(First.Text, folder.Topologies.ReadText(First.Digest));
        Assert.Equal(First.Text, File.ReadAllText(folder.Topologies.OperatorsPath));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Closes_lead_to_the_newest_epoch_whichever_of_them_the_operators_file_is(int epoch)
    {
        List<RoundClose> first = Chain(First, 0, 4, next: Second);
        List<RoundClose> second = Chain(Second, 4, 3, first[^1].Id, next: Third);
        folder.Write(First, Second, Third);
        folder.Write(First, first);
        folder.Write(Second, second);

        EpochChain chain = folder.Load(new[] { First, Second, Third }[epoch - 1]);

        Assert.Equal((Third.Digest, 7), (chain.Running.Known.Digest, chain.Running.FirstRound));
        Assert.Equal(second[^1].Id, chain.Running.OpeningClose);
        Assert.Equal([(1, 0), (2, 4)], chain.Earlier.Select(one => (one.Known.Topology.Epoch, one.FirstRound)));
        Assert.Equal(Third.Text, File.ReadAllText(folder.Topologies.OperatorsPath));
    }

    [Fact]
    public void Killed_when_the_text_was_stored_it_is_still_in_the_epoch_before_and_has_the_draft()
    {
        folder.Load(First);
        folder.Write(First, Chain(First, 0, 4));
        folder.Write(Second);
        folder.Topologies.Write(First.Owner, AssentTo(Second));

        EpochChain chain = folder.Load(First);

        Assert.Equal(First.Digest, chain.Running.Known.Digest);
        StoredDraft draft = Assert.Single(chain.Drafts);
        Assert.Equal((Second.Digest, Second.Text), (draft.Draft.Topology, draft.Draft.Text));
        Assert.Equal(AssentTo(Second).Id, draft.Assent!.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Killed_when_the_close_was_stored_it_goes_on_in_the_next_epoch(bool hasResult)
    {
        List<RoundClose> closes = Chain(First, 0, 4, next: Second);
        folder.Write(First, Second);
        folder.Write(First, closes[..3]);
        folder.Write(First, closes[3..], hasResult);

        EpochChain chain = folder.Load(First);
        RestoredState restored = folder.LoadState(First, chain).State.Restored;

        Assert.Equal((Second.Digest, 4), (chain.Running.Known.Digest, chain.Running.FirstRound));
        Assert.Equal(hasResult ? 3 : 2, restored.Closed);
        Assert.Equal(hasResult ? [] : [closes[3].Id], restored.Decided.Select(close => close.Id));
        Assert.Equal(Membership.Founding(4), restored.Members);
        Assert.Empty(restored.Drafts);
    }

    [Fact]
    public void What_was_signed_in_the_epoch_before_is_over_and_its_last_envelope_is_still_named()
    {
        List<RoundClose> closes = Chain(First, 0, 4, next: Second);
        folder.Write(First, Second);
        folder.Write(First, closes);
        StateStore before = new(folder.Path, First.Owner);
        SignedRecord envelope = Sign(EnvelopeOf(B));
        before.Write(new PersistVotes(envelope, VoteState.Start, [envelope], [], envelope.Id));
        before.Write(new PersistVotes(Stray(4), VoteState.Start, [Stray(4)], [], envelope.Id));
        before.Write(new PersistLeave(null));

        RestoredState restored = folder.LoadState(First, folder.Load(First)).State.Restored;

        Assert.All(restored.Rounds.Values, round => Assert.Null(round.Votes));
        Assert.Null(restored.Leave);
        Assert.Equal(envelope.Id, restored.LastEnvelope);
    }

    [Fact]
    public void A_draft_that_did_not_become_the_next_epoch_goes_with_its_assent()
    {
        KnownTopology other = After(First, "a", "b", "c");
        folder.Write(First, Second, other);
        folder.Topologies.Write(First.Owner, AssentTo(other));
        folder.Write(First, Chain(First, 0, 2, next: Second));

        Assert.Empty(folder.Load(Second).Drafts);

        Assert.Null(folder.Topologies.ReadText(other.Digest));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), path => path.Contains(other.Digest.ToString()));
    }

    [Fact]
    public void Rounds_after_a_close_that_cannot_be_read_and_is_not_proven_are_learnt_again()
    {
        List<RoundClose> closes = Chain(First, 0, 4, next: Second);
        folder.Write(First, Second);
        folder.Write(First, closes[..2]);
        folder.Write(First, closes[2..], hasResult: false);
        folder.Flip("close-0000002.ring");

        EpochChain chain = folder.Load(First);

        Assert.Equal(First.Digest, chain.Running.Known.Digest);
        Assert.Equal(Second.Digest, Assert.Single(chain.Drafts).Draft.Topology);
        Assert.Equal(1, folder.LoadState(First, chain).State.Restored.Closed);
    }

    [Fact]
    public void A_close_that_carried_an_epoch_may_be_lost_once_the_epoch_has_results()
    {
        List<RoundClose> first = Chain(First, 0, 4, next: Second);
        folder.Write(First, Second);
        folder.Write(First, first);
        folder.Write(Second, Chain(Second, 4, 2, first[^1].Id));
        folder.Flip("close-0000003.ring");

        EpochChain chain = folder.Load(Second);

        Assert.Equal((Second.Digest, 4, first[^1].Id), (chain.Running.Known.Digest, chain.Running.FirstRound, chain.Running.OpeningClose));
        Assert.Equal(5, folder.LoadState(Second, chain).State.Restored.Closed);
    }

    [Fact]
    public void An_epoch_whose_text_is_lost_is_refused_until_the_operator_brings_it()
    {
        folder.Write(First);
        folder.Write(First, Chain(First, 0, 4, next: Second));

        DamagedStateException refused = Assert.Throws<DamagedStateException>(() => folder.Load(First));
        Assert.Contains(Second.Digest.ToString(), refused.Message);

        Assert.Equal(Second.Digest, folder.Load(Second).Running.Known.Digest);
        Assert.Equal(Second.Text, folder.Topologies.ReadText(Second.Digest));
    }

    [Fact]
    public void A_torn_text_of_the_running_epoch_is_taken_from_the_operators_copy()
    {
        folder.Write(First, Second);
        folder.Write(First, Chain(First, 0, 4, next: Second));
        folder.Load(First);
        folder.Flip($"topology-0000002-{Second.Digest}.ring");

        Assert.Equal(Second.Digest, folder.Load(First).Running.Known.Digest);
        Assert.Equal(Second.Text, folder.Topologies.ReadText(Second.Digest));
    }

    [Fact]
    public void A_file_of_another_federation_is_refused_with_both_named()
    {
        folder.Load(First);
        folder.Write(First, Chain(First, 0, 1));
        KnownTopology other = TopologyOf(1, null, "a", "b", "x");

        ForeignStateException refused = Assert.Throws<ForeignStateException>(() => folder.Load(other));

        Assert.Contains(First.Digest.ToString(), refused.Message);
        Assert.Contains(other.Digest.ToString(), refused.Message);
        Assert.Contains("its own state directory", refused.Message);
    }

    [Fact]
    public void A_file_two_epochs_ahead_is_refused_with_what_to_put_in_its_place()
    {
        folder.Load(First);
        folder.Write(First, Chain(First, 0, 1));

        ForeignStateException refused = Assert.Throws<ForeignStateException>(() => folder.Load(Third));

        Assert.Contains(folder.Topologies.OperatorsPath, refused.Message);
        Assert.Equal(First.Digest, folder.Load(Second).Running.Known.Digest);
    }

    [Fact]
    public void A_directory_from_before_texts_were_kept_is_refused_to_another_file()
    {
        new StateStore(folder.Path, First.Owner).Write(new PersistLeave(null));

        Assert.Throws<ForeignStateException>(() => folder.Load(TopologyOf(1, null, "a", "b", "x")));
        Assert.Throws<ForeignStateException>(() => folder.Load(Third));
        Assert.Equal(First.Digest, folder.Load(First).Running.Known.Digest);
    }

    [Fact]
    public void The_founding_file_may_be_corrected_before_anything_is_done_under_it()
    {
        KnownTopology corrected = TopologyOf(1, null, "a", "b", "c");
        folder.Load(First);

        Assert.Equal(corrected.Digest, folder.Load(corrected).Running.Known.Digest);
        folder.Write(corrected, Chain(corrected, 0, 1));
        Assert.Equal(corrected.Digest, folder.Load(corrected).Running.Known.Digest);
        Assert.Null(folder.Topologies.ReadText(First.Digest));
    }

    [Fact]
    public void A_silo_that_the_next_epoch_does_not_name_stays_in_its_own()
    {
        KnownTopology without = After(First, "a", "c", "d");
        List<RoundClose> closes = Chain(First, 0, 4, next: without);
        folder.Write(First, without);
        folder.Write(First, closes);

        EpochChain chain = folder.Load(First);

        Assert.Equal(First.Digest, chain.Running.Known.Digest);
        Assert.Equal(closes[^1].Id, folder.LoadState(First, chain).State.Restored.Close!.Id);
    }

    [Fact]
    public void A_silo_that_is_new_and_was_given_anothers_directory_is_not_told_to_empty_it()
    {
        folder.Load(First);

        ForeignStateException refused = Assert.Throws<ForeignStateException>(() => folder.Load(After(First, "a", "b", "c", "e"), "e"));

        Assert.Contains("in which e never was: give each silo its own state directory", refused.Message);
    }

    [Fact]
    public void The_key_of_a_silo_is_that_of_the_newest_epoch_that_names_it()
    {
        KnownTopology rotated = After(First, "a", "b", "c", "d");
        SpkiDigest other = rotated.Topology.Silos[0].Key;
        rotated = rotated with { Topology = rotated.Topology with { Silos = [.. rotated.Topology.Silos.Take(3), rotated.Topology.Silos[3] with { Key = other }] } };
        KnownTopology without = After(First, "a", "b", "c");
        EpochChain chain = new(
            new ChainedEpoch(without, 9, null), [new ChainedEpoch(First, 0, null), new ChainedEpoch(rotated, 4, null)], [], IsEntering: false, First.Owner);

        Assert.Equal(other, chain.NewestKeys["d"]);
        Assert.Equal(First.Topology.Silos[1].Key, chain.NewestKeys["b"]);
        Assert.False(chain.NewestKeys.ContainsKey("stranger"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_silo_that_was_removed_is_told_what_to_empty_and_that_its_ledger_stays(int epochsLater)
    {
        KnownTopology without = After(First, "a", "c", "d");
        folder.Load(First);
        folder.Write(First, without);
        folder.Write(First, Chain(First, 0, 4, next: without));

        KnownTopology back = After(epochsLater == 1 ? without : After(without, "d", "c", "a"), "a", "b", "c");
        ForeignStateException refused = Assert.Throws<ForeignStateException>(() => folder.Load(back));

        Assert.Contains($"b was removed with epoch 2, and its state directory knows nothing of what came after. To come back with epoch {2 + epochsLater}", refused.Message);
        Assert.Contains($"empty {Path.GetDirectoryName(folder.Topologies.OperatorsPath)}, and keep what lies beside it: the privacy ledger", refused.Message);
    }

    [Fact]
    public void A_silo_that_never_was_in_the_epochs_is_refused()
    {
        folder.Load(First);
        folder.Write(First, Chain(First, 0, 1));

        Assert.Contains("e never was", Assert.Throws<ForeignStateException>(() => folder.Load(First, "e")).Message);
    }

    [Fact]
    public void A_newcomer_enters_and_a_restart_in_the_middle_of_it_enters_again()
    {
        Assert.True(folder.Load(Second, "e").IsEntering);

        folder.Write(Second, Chain(First, 0, 4, next: Second), hasResult: false);

        EpochChain chain = folder.Load(Second, "e");
        Assert.True(chain.IsEntering);
        Assert.Equal(Second.Digest, chain.Running.Known.Digest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("topology-0000001-*.ring")]
    [InlineData("close-0000000.ring")]
    public void A_newcomer_goes_on_in_its_epoch_once_all_it_learnt_is_stored_and_not_before(string? lost)
    {
        List<RoundClose> first = Chain(First, 0, 3, next: Second);
        List<RoundClose> second = Chain(Second, 3, 2, first[^1].Id, next: Third);
        EpochChain entering = folder.Load(Third, "a");
        SessionPlan plan = Plan with { Epoch = 3, Topology = Third.Digest, Previous = Second.Digest, IsEntering = true };
        EntryArchive archive = new(plan, new StateStore(folder.Path, entering.Owner), folder.Topologies);

        archive.Write(new PersistEntry([First.ToDraft(), Second.ToDraft()], [.. first, .. second]));
        if (lost is not null)
        {
            File.Delete(Directory.GetFiles(folder.Path, lost).Single());
        }

        EpochChain chain = folder.Load(Third, "a");
        Assert.Equal(lost?.StartsWith("topology") == true, chain.IsEntering);
        if (lost is null)
        {
            Assert.Equal((Third.Digest, 5, second[^1].Id), (chain.Running.Known.Digest, chain.Running.FirstRound, chain.Running.OpeningClose!.Value));
            Assert.Equal(Enumerable.Range(0, 5), folder.LoadState(Third, chain).State.Restored.Decided.Select(close => close.Round));
            Assert.Equal(-1, folder.LoadState(Third, chain).State.Restored.Closed);
        }
    }

    private static SignedRecord Stray(int round) => Sign(EnvelopeOf(B, round));
}
