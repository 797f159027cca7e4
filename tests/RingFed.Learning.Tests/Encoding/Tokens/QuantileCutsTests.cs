using FsCheck;
using FsCheck.Fluent;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Tests.Encoding.Tokens;

public sealed class QuantileCutsTests
{
    [Fact]
    public void Equal_bins_are_joined_to_parts_of_equal_mass() =>
        Assert.Equal([0, 2, 4, 6], QuantileCuts.Of([5, 5, 5, 5, 5, 5, 5, 5], 4));

    [Fact]
    public void An_atom_is_a_part_of_its_own() =>
        Assert.Equal([0, 1, 3], QuantileCuts.Of([50, 10, 15, 10, 15], 4));

    [Fact]
    public void An_atom_in_the_middle_parts_its_neighbours() =>
        Assert.Equal([0, 2, 3], QuantileCuts.Of([10, 10, 60, 10, 10], 4));

    [Fact]
    public void Empty_bins_go_to_the_part_before_them_and_leading_ones_to_the_first() =>
        Assert.Equal([0, 4], QuantileCuts.Of([0, 0, 10, 0, 10, 0], 2));

    [Fact]
    public void A_histogram_without_records_is_one_part() => Assert.Equal([0], QuantileCuts.Of([0, 0, 0], 4));

    [Fact]
    public void Any_histogram_is_cut_into_few_parts_that_all_hold_records() =>
        Prop.ForAll<ushort[], byte>((counts, wish) =>
        {
            long[] bins = [.. counts.Select(count => (long)count), 7];
            int parts = 2 + (wish % 30);
            int[] starts = QuantileCuts.Of(bins, parts);
            return starts[0] == 0
                && starts.Length <= (2 * parts) + 1
                && Enumerable.Range(0, starts.Length).All(part => bins[starts[part]..(part + 1 < starts.Length ? starts[part + 1] : bins.Length)].Sum() > 0);
        }).QuickCheckThrowOnFailure();
}
