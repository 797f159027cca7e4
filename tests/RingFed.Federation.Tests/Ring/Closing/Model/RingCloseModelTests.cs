namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>Thousands of rounds in which everything goes wrong until the network heals.</summary>
public sealed class RingCloseModelTests
{
    [Fact]
    public void No_round_closes_in_two_ways_and_all_live_silos_decide_once_the_network_heals() => Rehearse(0, 1_500, ModelOptions.Draw);

    [Fact]
    public void Neither_in_a_storm_of_crashes_and_partitions() => Rehearse(0, 500, ModelOptions.Storm);

    [Fact]
    public void Neither_with_liars_that_say_three_things_at_once() =>
        Rehearse(0, 500, seed => ModelOptions.Draw(seed) with { Silos = 4 + seed % 5, Byzantine = 1, Dead = 0, LiesPerPlace = 3 });

    [Fact]
    public void A_seed_repeats_itself()
    {
        foreach (int seed in Enumerable.Range(0, 20))
        {
            ModelRing one = new(ModelOptions.Draw(seed));
            ModelRing two = new(ModelOptions.Draw(seed));

            Assert.Equal(one.Run(), two.Run());
            Assert.Equal(one.Clock.Now, two.Clock.Now);
        }
    }

    private static void Rehearse(int firstSeed, int seeds, Func<int, ModelOptions> draw)
    {
        long longest = 0;
        List<string> failed = [];
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            ModelRing ring = new(draw(seed));
            long? lasted = ring.Run();
            longest = Math.Max(longest, lasted ?? 0);
            if (ring.Checker.IsBroken || lasted is null)
            {
                failed.Add($"{ring.Options}: {string.Join("; ", ring.Checker.Violations.DefaultIfEmpty(string.Join(", ", ring.Silos)))}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"longest after healing: {longest} ms");
        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed.Take(5).Prepend($"{failed.Count} of {seeds}:")));
    }
}
