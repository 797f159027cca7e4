using RingFed.Federation.Masking;

namespace RingFed.Federation.Tests.Masking;

/// <summary>Secrets are in memory only: a silo that starts again knows what was agreed, and none of its own.</summary>
public sealed class RestartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_silo_that_restarts_before_its_values_are_in_is_outside(int agreed)
    {
        MaskedRing ring = new(4);
        Rounds(ring, agreed);
        ring.Restart(1);
        Assert.Equal(ring.SumOver(0, 2, 3), ring.Complete().Values);
    }

    [Fact]
    public void A_silo_that_restarts_after_its_values_are_in_is_inside_and_releases_nothing()
    {
        MaskedRing ring = new(4);
        Rounds(ring, 3);
        ring.Restart(1);
        Assert.Equal(0, ring[1].Contribute().Payload[0]);
        Assert.Equal(ring.SumOver(0, 1, 2, 3), ring.Complete().Values);
    }

    [Fact]
    public void A_silo_that_restarts_before_anything_was_agreed_gives_fresh_keys()
    {
        MaskedRing ring = new(4);
        byte[] before = ring[1].Contribute().Payload;
        ring.Restart(1);
        Assert.NotEqual(before, ring[1].Contribute().Payload);
        Assert.Equal(ring.SumOver(0, 1, 2, 3), ring.Complete().Values);
    }

    /// <summary>The ring had signed the payload of the life before, and that is what is agreed.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_silo_whose_payload_of_an_earlier_life_is_agreed_abstains_from_then_on(int stage)
    {
        MaskedRing ring = new(5);
        Rounds(ring, stage);
        byte[] before = ring[1].Contribute(ring.Input(1)).Payload;
        ring.Restart(1);
        if (stage == 0)
        {
            ring[1].Contribute();
        }

        ring.Agree([.. Enumerable.Range(0, 5).Select(silo =>
            new GatheredPart(silo, silo == 1 ? before : ring[silo].Contribute(ring.Input(silo)).Payload))]);
        Assert.Equal(0, ring[1].Contribute(ring.Input(1)).Payload[0]);
        int[] inside = stage == 2 ? [0, 1, 2, 3, 4] : [0, 2, 3, 4];
        Assert.Equal(ring.SumOver(inside), ring.Complete().Values);
    }

    [Fact]
    public void A_restart_hears_all_totals_again_and_goes_on_in_the_same_stage()
    {
        MaskedRing ring = new(3, sums: 4);
        List<MaskedTotal> totals = [ring.Complete(), ring.Complete()];
        ring.Round();
        List<MaskedTotal> again = ring.Restart(2);
        Assert.Equal(totals.Select(total => total.Values), again.Select(total => total.Values));
        Assert.Equal(ring[0].Stage, ring[2].Stage);
        Assert.Equal(ring[0].Contributors, ring[2].Contributors);

        // Two of three have shares left, which suffices for this sum; the next one waits for its fresh keys.
        Assert.Equal(ring.SumOver(0, 1, 2), ring.Round()!.Values);
        Assert.Null(ring.Round());
        Assert.Equal(MaskedStage.Keys, ring.Stage);
        Assert.Equal(ring.SumOver(0, 1, 2), ring.Complete().Values);
    }

    [Fact]
    public void A_restart_at_any_round_of_a_long_program_leaves_the_same_stage_as_everyone()
    {
        for (int restart = 0; restart < 12; restart++)
        {
            MaskedRing ring = new(4, sums: 2);
            int totals = 0;
            for (int round = 0; round < 16 && ring.Stage != MaskedStage.Done; round++)
            {
                if (round == restart)
                {
                    ring.Restart(round % 4);
                }

                totals += ring.Round() is null ? 0 : 1;
            }

            Assert.Equal(2, totals);
        }
    }

    private static void Rounds(MaskedRing ring, int count)
    {
        for (int round = 0; round < count; round++)
        {
            ring.Round();
        }
    }
}
