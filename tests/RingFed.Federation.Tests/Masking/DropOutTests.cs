using RingFed.Federation.Masking;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Masking;

/// <summary>Silos that are away from some round on, and what their absence does to the sum.</summary>
public sealed class DropOutTests
{
    private const int Keys = 0;
    private const int Shares = 1;
    private const int Input = 2;
    private const int Unmask = 3;

    [Theory]
    [InlineData(Keys)]
    [InlineData(Shares)]
    [InlineData(Input)]
    public void A_silo_that_is_gone_before_its_values_are_in_is_not_in_the_sum(int gone)
    {
        for (int silo = 0; silo < 5; silo++)
        {
            MaskedRing ring = new(5);
            int[] others = [.. Enumerable.Range(0, 5).Where(other => other != silo)];
            for (int round = Keys; round < Unmask; round++)
            {
                ring.Round(round < gone ? null : others);
            }

            MaskedTotal total = ring.Round(others)!;
            Assert.Equal(others, total.Contributors);
            Assert.Equal(ring.SumOver(others), total.Values);
        }
    }

    [Fact]
    public void Two_silos_that_are_gone_at_different_times_are_both_taken_out()
    {
        MaskedRing ring = new(7);
        ring.Round();
        ring.Round([0, 1, 2, 3, 4, 6]);
        ring.Round([1, 2, 3, 4, 6]);
        Assert.Equal(ring.SumOver(1, 2, 3, 4, 6), ring.Round([1, 2, 3, 4, 6])!.Values);
    }

    [Fact]
    public void A_silo_that_is_gone_after_its_values_were_agreed_is_in_the_sum()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Round();
        ring.Round();
        Assert.Equal(ring.SumOver(0, 1, 2, 3, 4), ring.Round([0, 2, 3, 4])!.Values);
    }

    /// <summary>Whoever holds shares can help, in the sum or not.</summary>
    [Fact]
    public void A_silo_outside_the_sum_helps_to_unmask_it()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Round();
        ring.Round([0, 1, 2, 3]);
        Assert.Equal(ring.SumOver(0, 1, 2, 3), ring.Round([0, 2, 3, 4])!.Values);
    }

    [Theory]
    [InlineData(Keys)]
    [InlineData(Shares)]
    [InlineData(Input)]
    public void Fewer_than_a_quorum_do_not_go_on_and_nothing_is_released(int gone)
    {
        MaskedRing ring = new(5);
        for (int round = Keys; round <= gone; round++)
        {
            ring.Round(round < gone ? null : [0, 1]);
        }

        Assert.Equal(MaskedStage.Keys, ring.Stage);
        Assert.Null(ring[0].Contributors);
        Assert.Contains($"and {(gone == Keys ? 3 : 4)} are needed", ring[0].RepeatedBecause, StringComparison.Ordinal);
        Assert.Equal(1, ring[0].Batch);
        Assert.Equal(ring.SumOver(0, 1, 2, 3, 4), ring.Complete().Values);
        Assert.Null(ring[0].RepeatedBecause);
    }

    /// <summary>What is left of the roster after a first try is enough, when it closes rounds.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_bare_quorum_repeats_the_sum_over_itself_and_completes_it(int silos)
    {
        MaskedRing ring = new(silos);
        int[] left = [.. Enumerable.Range(0, new Quorum(silos, 0).Votes)];
        ring.Round();
        ring.Round();
        Assert.Null(ring.Round(left));
        Assert.Contains("are needed", ring[0].RepeatedBecause, StringComparison.Ordinal);

        Assert.Equal(ring.SumOver(left), ring.Complete(left).Values);
    }

    [Fact]
    public void Two_silos_never_make_a_sum_whatever_the_quorum()
    {
        MaskedRing ring = new(3, quorum: 1);
        ring.Round();
        ring.Round();
        ring.Round([0, 1]);
        Assert.Equal(MaskedStage.Keys, ring.Stage);
        Assert.Contains("2 silos gave values of the sum that most ask for, and 3 are needed", ring[0].RepeatedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_shares_repeat_the_sum_with_fresh_keys_and_the_same_silos()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Round();
        ring.Round([0, 1, 2, 3]);
        Assert.Null(ring.Round([0, 1]));
        Assert.Contains("fewer than 4 silos released sound shares of silo-0, silo-1, silo-2, silo-3 and silo-4, and silo-2, silo-3 and silo-4 released nothing", ring[0].RepeatedBecause, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2, 3], ring[4].Contributors);

        // All are back: the sum is of those that were fixed.
        Assert.Equal(ring.SumOver(0, 1, 2, 3), ring.Complete().Values);
    }

    [Fact]
    public void A_later_sum_without_one_of_the_first_is_not_released()
    {
        MaskedRing ring = new(5, sums: 2);
        ring.Complete();
        ring.Round([0, 1, 2, 3]);
        Assert.Equal(MaskedStage.Keys, ring.Stage);
        Assert.Contains("silo-4 gave no values", ring[0].RepeatedBecause, StringComparison.Ordinal);

        // It stays so while silo 4 is away, one round a try.
        ring.Round([0, 1, 2, 3]);
        Assert.Contains("silo-4 gave no keys", ring[0].RepeatedBecause, StringComparison.Ordinal);
        Assert.Equal(2, ring[0].Batch);
        Assert.Equal(ring.SumOver(0, 1, 2, 3, 4), ring.Complete().Values);
    }

    [Fact]
    public void A_silo_that_comes_late_stays_outside()
    {
        MaskedRing ring = new(5, sums: 20) { Values = silo => [1 << silo] };
        ring.Complete(0, 1, 2, 3);
        for (int sum = 1; sum < 20; sum++)
        {
            Assert.Equal([0b1111], ring.Complete().Values);
        }

        Assert.Equal([0, 1, 2, 3], ring[4].Contributors);
    }

    [Fact]
    public void A_round_that_nobody_is_in_never_leaves_a_stage_as_it_was()
    {
        for (int empty = Keys; empty <= Unmask; empty++)
        {
            MaskedRing ring = new(3);
            for (int round = Keys; round < empty; round++)
            {
                ring.Round();
            }

            ring.Agree();
            Assert.Equal(MaskedStage.Keys, ring.Stage);
            Assert.Equal(1, ring[0].Batch);
        }
    }
}
