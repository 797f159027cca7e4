using RingFed.Simulation.Masking;

namespace RingFed.Federation.Tests.Simulation.Masking;

/// <summary>A defect that no checker notices would mean that the rehearsals prove nothing about it.</summary>
public sealed class MaskedMutationTests
{
    [Fact]
    public void A_silo_that_releases_both_kinds_of_share_is_noticed() =>
        RequireCaught(MaskedDefect.ReleasesBothKinds, "silo 0 released both kinds of share of silo");

    [Fact]
    public void Masks_with_ring_neighbours_only_are_stripped_by_two_of_them() =>
        RequireCaught(MaskedDefect.MasksNeighboursOnly, "silos 0,2 together learn the sum over 1 of the others");

    [Fact]
    public void Sums_over_changing_sets_give_away_their_difference() =>
        RequireCaught(MaskedDefect.ForgetsContributors, "together learn the sum over");

    [Fact]
    public void A_key_that_serves_twice_is_noticed() => RequireCaught(MaskedDefect.ReusesKeys, "used a key again");

    private static void RequireCaught(MaskedDefect defect, string objection)
    {
        const int SeedsMax = 20;
        Assert.Contains(Enumerable.Range(0, SeedsMax), seed => MaskedRehearsal
            .Run(new MaskedRehearsalOptions { Seed = (ulong)seed, Silos = 5, Defect = defect })
            .Violations.Any(text => text.Contains(objection, StringComparison.Ordinal)));
    }
}
