using RingFed.Federation.Ring;
using RingFed.Simulation;
using RingFed.Simulation.Faults;
using RingFed.Simulation.Masking;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>Masked sums over the rounds of the shipping session, with its crashes, epochs and liars.</summary>
public sealed class MaskedScenarios(ITestOutputHelper output)
{
    private const string Liars = "tampering,truncation,replay,equivocation,dropping,nan,lying,triple-signing";

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_ring_without_faults_completes_every_sum_before_and_after_training(int silos)
    {
        SimulationReport report = SimulatedRing.Run(new SimulationOptions { Seed = 1, Silos = silos }.WithSums(2, 2));

        Assert.True(report.IsSound, report.ToString());
        Assert.Equal((4, 0), (report.Sums, report.SumsRefused.Count));
    }

    [Theory]
    [InlineData("crashes,power-cuts,outages,slow-disks", 0)]
    [InlineData("partitions,loss,delays,stalls,stragglers", 0)]
    [InlineData("epochs,crashes,leaves,late-joiner", 0)]
    [InlineData("backups,crashes", 0)]
    [InlineData(Liars, 1)]
    [InlineData(Liars + ",crashes,epochs", 1)]
    public void Whatever_strikes_totals_are_exact_and_no_coalition_below_the_threshold_learns_more(string faults, int liars)
    {
        SimulationReport[] reports = [.. Enumerable.Range(0, 6).Select(seed => SimulatedRing.Run(
            new SimulationOptions { Seed = (ulong)seed, Silos = 4 + (seed % 2), Byzantine = liars, Faults = FaultCatalogue.Parse(faults), DrawsFaults = seed > 0 }.WithSums(3, 1)))];

        output.WriteLine($"{reports.Sum(report => report.Sums)} sums completed; {string.Join("; ", reports.SelectMany(report => report.SumsRefused))}");
        Assert.All(reports, report => Assert.True(report.IsSound, report.ToString()));
        Assert.True(reports.Sum(report => report.Sums) >= reports.Length);
        Assert.All(reports, report => Assert.Equal(report.Sums < 4, report.SumsRefused.Count > 0));
        Assert.All(reports.SelectMany(report => report.SumsRefused), refusal => Assert.Matches("silo-00|spare-00|silos gave", refusal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_silo_that_starts_again_amid_the_sums_is_in_all_of_them(int payloads)
    {
        SimulationReport report = Ring.Of(4).WithSums(2, 0).WhenSilo(1).CrashesAfter<PersistPayload>(payloads).ThenAllCloseAllRounds();

        Assert.Equal((2, 0), (report.Sums, report.SumsRefused.Count));
    }

    [Fact]
    public void A_silo_that_starts_again_amid_the_sums_after_training_is_in_all_of_them()
    {
        const int FirstOfClosing = 3 + 13;
        SimulationReport report = Ring.Of(4).WithSums(1, 2).WhenSilo(1).CrashesAfter<PersistPayload>(FirstOfClosing).ThenAllCloseAllRounds();

        Assert.Equal((3, 0), (report.Sums, report.SumsRefused.Count));
    }

    [Fact]
    public void A_fit_goes_on_over_the_silos_that_it_began_with_when_an_epoch_brings_another()
    {
        SimulationReport report = Ring.Of(4).WithSpares(1).WithSums(1, 2).WithRounds(10).IsChangedAt(5000, Change.With("spare-000")).ThenEpochsBegin(1);

        Assert.Equal((3, 0), (report.Sums, report.SumsRefused.Count));
    }

    [Fact]
    public void A_fit_ends_by_name_when_an_epoch_lacks_a_silo_that_it_began_with()
    {
        SimulationReport report = BetweenWhoseSumsASiloGoes().ThenEpochsBegin(1);

        Assert.Contains("the roster no longer lists silo-002", Assert.Single(report.SumsRefused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_ends_by_name_when_the_ring_has_grown_too_large_for_the_silos_that_it_began_with()
    {
        string[] spares = [.. Enumerable.Range(0, 4).Select(spare => $"spare-{spare:d3}")];
        SimulationReport report = Ring.Of(4).WithSpares(4).WithSums(1, 2).WithRounds(10).IsChangedAt(5000, Change.With(spares)).ThenEpochsBegin(1);

        Assert.Contains("the roster has 8 silos by now, of whom 5 must unmask a sum", Assert.Single(report.SumsRefused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_ends_by_name_when_a_silo_that_it_began_with_is_gone_for_ever()
    {
        const int Training = 3;
        SimulationReport report = Ring.Of(4).WithSums(1, 1).WithRounds(Training).WhenSilo(3).DiesForEverInRound(13).ThenTheOthersCloseAllRounds();

        Assert.Equal(1, report.Sums);
        Assert.Contains("silo-003 gave no", Assert.Single(report.SumsRefused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_serves_twice_is_noticed() => RequireCaught(Ring.Of(4).WithSums(2, 0), MaskedDefect.ReusesKeys, "used a key again");

    [Fact]
    public void Masks_with_ring_neighbours_only_are_stripped_by_two_of_them() =>
        RequireCaught(Ring.Of(5).WithSums(1, 0), MaskedDefect.MasksNeighboursOnly, "silos 0,3 together learn the sum over 4 of the others");

    [Fact]
    public void An_epoch_whose_sums_are_over_other_silos_gives_away_the_difference() =>
        RequireCaught(BetweenWhoseSumsASiloGoes(), MaskedDefect.ForgetsContributors, "together learn the sum over 3,4 of the others");

    /// <summary>Epochs begin amid training, never amid sums.</summary>
    private static Ring BetweenWhoseSumsASiloGoes() => Ring.Of(5).WithSums(1, 2).WithRounds(10).IsChangedAt(5000, Change.Without("silo-002"));

    private static void RequireCaught(Ring ring, MaskedDefect defect, string objection) => Assert.Contains(
        ring.Run(new PlantedDefects { Masking = defect }).Violations, violation => violation.Contains(objection, StringComparison.Ordinal));
}
