using RingFed.Federation.Masking;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Tests.Masking;

public sealed class MaskedProgramTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_sum_of_all_silos_is_exact(int silos)
    {
        MaskedRing ring = new(silos);
        MaskedTotal total = ring.Complete();
        Assert.Equal("histogram", total.Name);
        Assert.Equal(ring.SumOver([.. Enumerable.Range(0, silos)]), total.Values);
        Assert.Equal(Enumerable.Range(0, silos), total.Contributors);
        Assert.Equal(4, ring.Rounds.Count);
        Assert.Equal(MaskedStage.Done, ring.Stage);
    }

    [Fact]
    public void Numbers_at_the_ends_of_their_range_add_up()
    {
        Int128 limit = Int128.MaxValue / 3;
        MaskedRing ring = new(3) { Limit = limit, Values = silo => [limit, -limit, silo == 0 ? limit : -limit, 0] };
        Assert.Equal([3 * limit, -3 * limit, -limit, 0], ring.Complete().Values);
    }

    [Fact]
    public void Several_sums_share_one_exchange_of_keys()
    {
        MaskedRing ring = new(4, sums: 3);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(ring.SumOver(0, 1, 2, 3), ring.Complete().Values));
        Assert.Equal(2 + (2 * 3), ring.Rounds.Count);
        Assert.Equal(MaskedStage.Done, ring.Stage);
    }

    [Fact]
    public void More_sums_than_a_batch_holds_take_a_second_exchange_and_as_many_rounds_as_planned()
    {
        MaskedRing ring = new(3, sums: 17) { Values = silo => [silo] };
        Assert.All(Enumerable.Range(0, 17), _ => Assert.Equal([3], ring.Complete().Values));
        Assert.Equal(MaskingCaps.RoundsFor(17) - MaskingCaps.SlackRounds, ring.Rounds.Count);
        Assert.Equal(1, ring[0].Batch);
    }

    [Fact]
    public void Masked_values_look_nothing_like_the_values_and_differ_each_time()
    {
        MaskedRing ring = new(3, sums: 2) { Values = _ => [0] };
        ring.Complete();
        ring.Complete();
        string[] masked = [.. ring.Rounds.Where((_, round) => round is 2 or 4).SelectMany(parts => parts)
            .Select(part => Convert.ToHexString(part.Payload.Span[^16..]))];
        Assert.Equal(6, masked.Distinct().Count());
        Assert.DoesNotContain(new string('0', 32), masked);
    }

    [Fact]
    public void A_silo_may_abstain_from_the_first_sum_and_is_then_outside_all()
    {
        MaskedRing ring = new(4, sums: 2);
        ring.Round();
        ring.Round();
        ring.Agree([.. Enumerable.Range(0, 4).Select(silo => new GatheredPart(
            silo, ring[silo].Contribute(ring.Input(silo) with { Values = silo == 2 ? default : ring.Values(silo), Abstains = silo == 2 }).Payload))]);
        Assert.Equal([0, 1, 3], ring[2].Contributors);
        Assert.Equal(ring.SumOver(0, 1, 3), ring.Round()!.Values);
        Assert.Equal(ring.SumOver(0, 1, 3), ring.Complete().Values);
    }

    [Fact]
    public void All_payloads_of_a_stage_have_one_length_and_query_also_those_that_abstain()
    {
        MaskedRing ring = new(4, sums: 2);
        for (int round = 0; round < 4; round++)
        {
            MaskedContribution given = ring[0].Contribute(ring.Input(0));
            MaskedContribution abstaining = round switch
            {
                2 => ring[3].Contribute(ring.Input(3) with { Values = default, Abstains = true }),
                3 => ring[3].Contribute(),
                _ => ring[3].Contribute(ring.Input(3)),
            };
            Assert.Equal(given.Query, abstaining.Query);
            Assert.Equal(given.Payload.Length, abstaining.Payload.Length);
            ring.Round();
            if (round == 1)
            {
                ring.Restart(3);
            }
        }
    }

    [Fact]
    public void What_a_silo_gave_in_a_stage_it_gives_again()
    {
        MaskedRing ring = new(3);
        for (int stage = 0; stage < 4; stage++)
        {
            byte[] first = ring[1].Contribute(ring.Input(1)).Payload;
            Assert.Same(first, ring[1].Contribute(ring.Input(1) with { Values = new Int128[] { 9, 9, 9 } }).Payload);
            ring.Round();
        }
    }

    [Fact]
    public void A_program_of_no_sums_is_done_at_once()
    {
        MaskedRing ring = new(3, sums: 0);
        Assert.Equal(MaskedStage.Done, ring.Stage);
        Assert.Equal([0], ring[0].Contribute().Payload);
        Assert.Null(ring.Agree());
    }

    [Fact]
    public void A_fit_that_is_done_fills_rounds_and_can_go_on_later()
    {
        MaskedRing ring = new(3, sums: 5);
        ring.Complete();
        for (int round = 0; round < 3; round++)
        {
            ring.Agree([.. Enumerable.Range(0, 3).Select(silo => new GatheredPart(silo, ring[silo].Abstain().Payload))]);
            Assert.Equal(MaskedStage.Keys, ring.Stage);
        }

        Assert.Equal(ring.SumOver(0, 1, 2), ring.Complete().Values);
    }

    [Fact]
    public void A_roster_of_two_is_refused() => Assert.Contains(
        "a sum of two tells each the other's part", Assert.Throws<ArgumentException>(() => new MaskedRing(2)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", 3, 100, "name")]
    [InlineData("histogram", 2, 100, "entries")]
    [InlineData("histogram", 3, 1, "exceeds the limit")]
    [InlineData("histogram", 3, -1, "exceed 128 bits")]
    public void An_input_that_is_not_what_it_declares_never_leaves(string name, int length, int limit, string why)
    {
        MaskedRing ring = new(3);
        ring.Round();
        ring.Round();
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => ring[1].Contribute(new MaskedInput(name, ring.Values(1), length, limit)));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ring.SumOver(0, 1, 2), ring.Complete().Values);
    }

    [Fact]
    public void A_limit_that_all_silos_together_could_exceed_is_refused()
    {
        MaskedRing ring = new(3) { Limit = (Int128.MaxValue / 3) + 1 };
        ring.Round();
        ring.Round();
        Assert.Throws<InvalidOperationException>(() => ring.Round());
    }

    [Fact]
    public void The_longest_query_fits_an_envelope()
    {
        string name = new('n', MaskingCaps.NameBytesMax);
        string query = $"masked input {int.MaxValue} {int.MaxValue} {name} [{MaskingCaps.ValuesMax}]";
        Assert.True(query.Length <= WireCaps.NameBytesMax);
        MaskedRing ring = new(3);
        ring.Round();
        ring.Round();
        Assert.Equal($"masked input 0 0 {name} [3]", ring[0].Contribute(ring.Input(0) with { Name = name }).Query);
    }

    [Fact]
    public void Parts_out_of_order_doubled_or_from_nowhere_are_refused()
    {
        MaskedRing ring = new(3);
        GatheredPart[] parts = [.. Enumerable.Range(0, 3).Select(silo => new GatheredPart(silo, ring[silo].Contribute().Payload))];
        Assert.Throws<ArgumentException>(() => ring[0].Take([parts[1], parts[0], parts[2]]));
        Assert.Throws<ArgumentException>(() => ring[0].Take([parts[0], parts[0], parts[1]]));
        Assert.Throws<ArgumentException>(() => ring[0].Take([parts[0], new GatheredPart(3, parts[1].Payload)]));
        Assert.Equal(MaskedStage.Keys, ring[0].Stage);
    }

    [Fact]
    public void Two_programs_that_differ_in_anything_share_no_masks()
    {
        string[] roster = ["a", "b", "c"];
        MaskedPlan plan = new("fed", "program", roster, 2, 1);
        MaskedPlan[] others = [plan with { Federation = "fedp" }, plan with { Program = "rogram" }, plan with { Quorum = 3 }, plan with { Roster = ["a", "c", "b"] }];
        byte[][] keys = [.. others.Prepend(plan).Select(KeyOf)];
        Assert.Equal(keys.Length, keys.Select(Convert.ToHexString).Distinct().Count());

        static byte[] KeyOf(MaskedPlan plan)
        {
            byte[] key = new byte[MaskStream.KeyLength];
            new MaskContext(plan).PairKey(new byte[32], 0, 0, 0, 1, key);
            return key;
        }
    }
}
