using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.BayesianNetwork;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class RowReservoirTests
{
    [Fact]
    public void A_row_is_kept_in_proportion_to_its_weight()
    {
        SeededRandom random = new(4);
        int heavy = 0;
        for (int trial = 0; trial < 4_000; trial++)
        {
            RowReservoir reservoir = new(places: 1);
            reservoir.Offer([[0, 1]], 0, weight: 1, random);
            reservoir.Offer([[0, 1]], 1, weight: 3, random);
            heavy += (int)Assert.Single(reservoir.Take(1))[0];
        }

        Assert.Equal(0.75, heavy / 4_000.0, 0.03);
    }

    [Fact]
    public void Many_places_are_filled_by_weight_though_hardly_any_row_has_some()
    {
        SeededRandom random = new(5);
        int heavy = 0;
        for (int trial = 0; trial < 40; trial++)
        {
            RowReservoir reservoir = new(places: 50);
            double[][] columns = [[.. Enumerable.Range(0, 1_000).Select(row => (double)row)]];
            for (int row = 0; row < 1_000; row++)
            {
                reservoir.Offer(columns, row, row is 300 or 700 ? 1 : 1e-9, random);
            }

            Assert.Equal(50, reservoir.Take(50).Count);
            heavy += reservoir.Take(50).Count(row => row[0] == 300);
            Assert.All(reservoir.Take(50), row => Assert.Contains(row[0], new[] { 300.0, 700 }));
        }

        Assert.Equal(0.5, heavy / 2_000.0, 0.05);
    }

    [Fact]
    public void A_reservoir_that_was_offered_nothing_holds_nothing() => Assert.Empty(new RowReservoir(places: 5).Take(3));
}
