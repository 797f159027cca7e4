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
            RowReservoir reservoir = new(rowsMax: 1);
            reservoir.Offer([[0, 1]], 0, weight: 1, random);
            reservoir.Offer([[0, 1]], 1, weight: 3, random);
            heavy += (int)Assert.Single(reservoir.Best(1))[0];
        }

        Assert.Equal(0.75, heavy / 4_000.0, 0.03);
    }

    [Fact]
    public void No_more_rows_are_kept_than_asked_for_and_no_row_twice()
    {
        SeededRandom random = new(5);
        RowReservoir reservoir = new(rowsMax: 5);
        double[][] columns = [[.. Enumerable.Range(0, 20).Select(row => (double)row)]];
        for (int row = 0; row < 20; row++)
        {
            reservoir.Offer(columns, row, 1, random);
        }

        Assert.Equal(3, reservoir.Best(3).Select(row => row[0]).Distinct().Count());
    }
}
