using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Wire;
using RingFed.Simulation.Attackers;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>f silos lie and the others close every round without them.</summary>
public sealed class SilosThatLie
{
    /// <summary>Was once not so: its frames were refused, all liars were mute, and every lie was survived.</summary>
    [Fact]
    public void A_liar_that_does_not_lie_takes_part_like_any_other() =>
        Ring.Of(4).ThatToleratesLiars(1).Scripted(stage => stage.AdversaryOf(stage.Silos[1])).Scripted(stage => Assert.True(stage.Silos[1].IsCountedOn)).ThenAllCloseAllRounds();

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_relay_that_changes_chunks_is_found_out_and_gone_around(int silos) =>
        Ring.Of(silos).ThatToleratesLiars(1).WhenSilo(1).Lies(new Tampering()).ThenTheOthersCloseAllRounds();

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_relay_that_drops_everything_of_others_and_answers_every_heartbeat_is_gone_around(int silos) =>
        Ring.Of(silos).ThatToleratesLiars(1).WhenSilo(1)
            .Lies(new Dropping(OriginSet.Of(Enumerable.Range(0, silos).Where(silo => silo != 1)), alsoRecords: true))
            .ThenTheOthersCloseAllRounds();

    [Fact]
    public void A_silo_that_signs_two_of_everything_is_left_out() =>
        Ring.Of(4).ThatToleratesLiars(1).WhenSilo(3).Lies(new DoubleSigning()).ThenTheOthersCloseAllRounds();

    /// <summary>
    /// Was once not so: who kept the other of two envelopes closed its link to an honest neighbour, for chunks that it could
    /// not place. Silos that have no link to the liar are watched: all that they hear came through honest ones.
    /// </summary>
    [Fact]
    public void No_honest_silo_is_blamed_for_chunks_of_one_that_signs_two_of_everything()
    {
        List<string> blamed = [];
        Ring.Of(7).ThatToleratesLiars(1).WithChunks(SessionCaps.ChunksParkedMax + 8).WhenSilo(3).Lies(new DoubleSigning()).Scripted(stage =>
        {
            foreach (int far in new[] { 0, 1, 5, 6 })
            {
                stage.Silos[far].Watch += effect => blamed.AddRange(
                    effect is CloseLink { Fault: { Code: WireFaultCode.TooMany or WireFaultCode.ProofFailed } fault } ? [fault.Sentence] : []);
            }
        }).ThenTheOthersCloseAllRounds();

        Assert.Empty(blamed);
    }

    /// <summary>Was once not so: both answered every heartbeat, nobody suspected them, and the silo between them starved.</summary>
    [Fact]
    public void A_silo_between_two_that_relay_nothing_reaches_behind_them()
    {
        Dropping all = new(OriginSet.Of(Enumerable.Range(0, 7)), alsoRecords: true);
        Ring.Of(7).ThatToleratesLiars(2).WhenSilo(1).Lies(all).WhenSilo(3).Lies(all).ThenTheOthersCloseAllRounds();
    }

    /// <summary>
    /// Was once not so: a silo keeps two envelopes of another, so the one that is kept from the rest until they are locked
    /// had no room for the third, on which they were, and there was no asking for it. Three of four waited for ever.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_third_envelope_that_the_others_are_locked_on_is_asked_for(int seed) =>
        Ring.Of(4).ThatToleratesLiars(1).WithSeed((ulong)seed).WhenSilo(0).Lies(new TripleSigning(victim: 3))
            .At(1200, stage => stage.Network.Paths.Between(3, 2).Block())
            .At(6500, stage => stage.Network.Paths.Between(3, 2).Unblock())
            .ThenTheOthersCloseAllRounds();

    [Fact]
    public void An_update_that_is_not_a_number_is_screened_out_by_all() =>
        Ring.Of(4).ThatToleratesLiars(1).WhenSilo(2).SendsNonsense().ThenTheOthersCloseAllRounds();

    [Fact]
    public void Two_liars_of_seven_with_different_lies_stop_nobody() =>
        Ring.Of(7).ThatToleratesLiars(2).WhenSilo(1).Lies(new DoubleSigning()).WhenSilo(2).Lies(new FalseProposals()).ThenTheOthersCloseAllRounds();
}
