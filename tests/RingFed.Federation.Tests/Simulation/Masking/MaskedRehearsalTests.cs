using RingFed.Simulation.Masking;

namespace RingFed.Federation.Tests.Simulation.Masking;

public sealed class MaskedRehearsalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(3, 0, 12)]
    [InlineData(4, 0, 12)]
    [InlineData(4, 1, 12)]
    [InlineData(5, 0, 12)]
    [InlineData(5, 1, 12)]
    [InlineData(6, 0, 6)]
    [InlineData(6, 1, 6)]
    public void No_coalition_learns_more_than_the_total_whoever_drops_out_crashes_or_lies(int silos, int liars, int seeds)
    {
        MaskedReport[] reports = [.. Enumerable.Range(0, seeds).Select(seed => MaskedRehearsal.Run(
            new MaskedRehearsalOptions { Seed = (ulong)seed, Silos = silos, Liars = liars }))];
        output.WriteLine(
            $"{reports.Sum(report => report.Sums)} sums, {reports.Sum(report => report.Rounds)} rounds, {reports.Sum(report => report.Exchanges)} exchanges of keys, " +
            $"{reports.Sum(report => report.Equations)} masked payloads, {reports.Sum(report => report.Coalitions)} coalitions");
        Assert.All(reports, report => Assert.True(report.Violations.Count == 0, $"{report.Options}: {string.Join("; ", report.Violations)}"));
        Assert.Contains(reports, report => report.Sums > 0 && report.Exchanges > 1);
    }

    /// <summary>Otherwise the check would find nothing because it sees nothing.</summary>
    [Fact]
    public void A_coalition_of_as_many_as_put_a_secret_together_learns_what_single_silos_gave()
    {
        MaskedReport report = MaskedRehearsal.Run(new MaskedRehearsalOptions { Seed = 1, Silos = 7, FaultyRounds = 0 });
        Assert.Equal(3, report.Sums);
        Assert.Equal(21, report.CoalitionsThatLearn);
    }
}
