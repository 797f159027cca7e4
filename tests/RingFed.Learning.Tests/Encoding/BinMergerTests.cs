using FsCheck;
using FsCheck.Fluent;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Encoding;

public sealed class BinMergerTests
{
    [Fact]
    public void Small_bins_join_the_nearer_neighbour_and_empty_runs_stay_apart()
    {
        // edges           0   1  2  3  4   5  6  7  8  9  10
        MergedBins merged = Merge([50, 0, 0, 3, 20, 0, 0, 0, 0, 40]);

        Assert.Equal([0, 1, 3, 5, 9, 10], merged.Edges);
        Assert.Equal([50, 0, 23, 0, 40], merged.Counts);
    }

    [Fact]
    public void A_lonely_small_bin_joins_across_the_smaller_gap()
    {
        MergedBins merged = Merge([50, 0, 5, 0, 0, 20]);

        Assert.Equal([0, 3, 5, 6], merged.Edges);
        Assert.Equal([55, 0, 20], merged.Counts);
    }

    [Fact]
    public void At_equal_gaps_the_smaller_neighbour_grows()
    {
        Assert.Equal([30, 15], Merge([30, 5, 10]).Counts);
        Assert.Equal([15, 30], Merge([10, 5, 30]).Counts);
    }

    [Fact]
    public void Fewer_than_k_records_leave_one_empty_bin()
    {
        MergedBins merged = Merge([0, 4, 0, 5, 0]);

        Assert.Equal([0, 5], merged.Edges);
        Assert.Equal([0], merged.Counts);
    }

    [Fact]
    public void No_count_from_one_to_nine_is_left_and_nothing_is_lost() =>
        Prop.ForAll(
            Gen.Choose(0, 25).ArrayOf(40).ToArbitrary(),
            numbers =>
            {
                long[] counts = [.. numbers.Select(number => number < 8 ? 0L : number - 8)];
                MergedBins merged = Merge(counts);
                bool noSmall = merged.Counts.All(count => count is 0 or >= 10);
                bool sameTotal = merged.Counts.Sum() == (counts.Sum() < 10 ? 0 : counts.Sum());
                bool ascending = merged.Edges.Zip(merged.Edges.Skip(1)).All(pair => pair.First < pair.Second);
                return noSmall && sameTotal && ascending && merged.Edges[0] == 0 && merged.Edges[^1] == 40
                    && merged.Edges.Length == merged.Counts.Length + 1;
            }).QuickCheckThrowOnFailure();

    private static MergedBins Merge(long[] counts) =>
        BinMerger.Merge([.. Enumerable.Range(0, counts.Length + 1).Select(i => (double)i)], counts, 10);
}
