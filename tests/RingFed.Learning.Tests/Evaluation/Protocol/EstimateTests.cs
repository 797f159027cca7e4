using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Learning.Tests.Evaluation.Protocol;

public sealed class EstimateTests
{
    private static readonly ProtocolOptions Options = new() { Replicates = 400 };

    [Fact]
    public void The_mean_gives_every_split_the_same_weight()
    {
        Estimate estimate = Estimate.Of([new(0, 0, 1), new(0, 1, 3), new(1, 0, 8)], Options);
        Assert.Equal(5, estimate.Mean);
        Assert.Equal(3, estimate.Cells);
        Assert.InRange(5, estimate.Low, estimate.High);
    }

    [Fact]
    public void Equal_cells_leave_no_interval_and_the_order_of_cells_does_not_matter()
    {
        Estimate equal = Estimate.Of([new(0, 0, 2), new(1, 0, 2)], Options);
        Assert.Equal((2, 2), (equal.Low, equal.High));
        MetricCell[] cells = [new(0, 0, 1), new(0, 1, 3), new(1, 0, 8), new(2, 0, 4)];
        Assert.Equal(Estimate.Of(cells, Options), Estimate.Of([.. cells.Reverse()], Options));
    }

    [Fact]
    public void A_single_cell_has_the_interval_of_its_patients()
    {
        double[] replicates = [.. Enumerable.Range(0, 400).Select(i => i / 399.0)];
        Estimate estimate = Estimate.Of([new(0, 0, .5, replicates)], Options);
        Assert.Equal(.025, estimate.Low, 1e-9);
        Assert.Equal(.975, estimate.High, 1e-9);
    }

    [Fact]
    public void The_interval_holds_the_truth_in_about_95_of_100_experiments()
    {
        SeededRandom random = new(7);
        int held = 0;
        for (int experiment = 0; experiment < 600; experiment++)
        {
            List<MetricCell> cells = [];
            for (int split = 0; split < 5; split++)
            {
                double effect = random.Normal();
                cells.AddRange(Enumerable.Range(0, 3).Select(seed => new MetricCell(split, seed, effect + (.3 * random.Normal()))));
            }

            Estimate estimate = Estimate.Of(cells, Options);
            held += estimate.Low <= 0 && estimate.High >= 0 ? 1 : 0;
        }

        // Without the stretch for five splits it is 84 %.
        Assert.InRange(held / 600.0, .92, .985);
    }

    [Fact]
    public void No_cells_doubled_cells_and_cells_without_a_number_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Estimate.Of([], Options));
        Assert.Throws<ArgumentException>(() => Estimate.Of([new(0, 0, 1), new(0, 0, 2)], Options));
        Assert.Throws<ArgumentException>(() => Estimate.Of([new(0, 0, double.NaN)], Options));
        Assert.Throws<ArgumentException>(() => Estimate.Of([new(0, 0, 1, [1, 2])], Options));
    }
}
