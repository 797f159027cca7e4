using RingFed.Federation.Messages;
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
