using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;

namespace RingFed.Federation.Tests.Masking;

/// <summary>One silo signs what its program would not. The others must agree on what comes of it, whatever it is.</summary>
public sealed class HostilePayloadTests
{
    private const int Liar = 3;
    private const int KeysHead = 1 + AgreementKey.PublicLength;

    /// <summary>
    /// Bytes all over every payload. The masked values themselves are left out: they are the liar's to choose. What is
    /// completed is exact; what is not is tried again or ended, at all silos alike (the ring requires it at each round).
    /// </summary>
    [Theory]
    [InlineData(0, 161, 2)]
    [InlineData(1, 1 + (4 * 144), 7)]
    [InlineData(2, 2 + 9 + 16, 1)]
    [InlineData(3, 1 + (4 * 33), 1)]
    public void A_changed_byte_anywhere_never_makes_a_total_wrong(int stage, int length, int stride)
    {
        for (int place = 0; place < length; place += stride)
        {
            int changed = place;
            RequireExactOrNone(stage, payload =>
            {
                payload[changed] ^= (byte)(1 << (changed % 8));
                return payload;
            });
        }
    }

    [Fact]
    public void Payloads_of_any_bytes_and_length_never_make_a_total_wrong() => Prop.ForAll(
        Gen.Choose(0, 3).ToArbitrary(),
        Gen.Choose(0, 255).Select(number => (byte)number).ListOf().ToArbitrary(),
        Gen.Choose(0, 600).ToArbitrary(),
        (stage, bytes, kept) => RequireExactOrNone(stage, payload => [.. payload.Take(Math.Min(kept, 20)), .. bytes]))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_payload_that_is_cut_or_longer_counts_as_abstaining(int stage)
    {
        foreach (int change in (int[])[-1, 1, -16, 16])
        {
            RequireExactOrNone(stage, payload => change < 0 ? payload[..^-change] : [.. payload, .. new byte[change]]);
        }

        RequireExactOrNone(stage, _ => []);
    }

    [Fact]
    public void A_key_off_the_curve_leaves_its_silo_out()
    {
        MaskedRing ring = new(5);
        ring.Lie(Liar, payload => [.. payload[..KeysHead], .. new byte[64], .. payload[(KeysHead + 64)..]]);
        Assert.Equal([0, 1, 2, 4], Rest(ring)!.Contributors);
        Assert.Equal(ring.SumOver(0, 1, 2, 4), LastTotal!.Values);
    }

    /// <summary>It cannot share out what it does not know, so the sum stops there; but it learns nothing by it.</summary>
    [Fact]
    public void A_silo_that_publishes_anothers_commitment_is_found_out()
    {
        MaskedRing ring = new(5);
        byte[] honest = ring[0].Contribute().Payload;
        ring.Lie(Liar, payload => [.. payload[..(KeysHead + 64)], .. honest[(KeysHead + 64)..]]);
        Assert.Null(Rest(ring));
        Assert.Equal(MaskedStage.Ended, ring.Stage);
        Assert.Equal([Liar], ring[0].ProvenFalse);
        Assert.Contains("silo-3 dealt shares that do not give the keys it published", ring[0].EndedBecause, StringComparison.Ordinal);
    }

    /// <summary>It drops out before its values are in, and only then shows that its shares are worth nothing.</summary>
    [Fact]
    public void A_false_dealer_outside_the_sum_is_named_and_left_out_of_the_next_try()
    {
        MaskedRing ring = new(5);
        byte[] honest = ring[0].Contribute().Payload;
        ring.Lie(Liar, payload => [.. payload[..KeysHead], .. honest[KeysHead..(KeysHead + 64)], .. payload[(KeysHead + 64)..]]);
        ring.Round();
        ring.Round([0, 1, 2, 4]);
        Assert.Null(ring.Round([0, 1, 2, 4]));
        Assert.Contains("silo-3 dealt shares that do not give the keys it published, and is left out from now on", ring[0].RepeatedBecause, StringComparison.Ordinal);
        Assert.Equal([Liar], ring[0].ProvenFalse);
        MaskedTotal total = ring.Complete();
        Assert.Equal([0, 1, 2, 4], total.Contributors);
        Assert.Equal(ring.SumOver(0, 1, 2, 4), total.Values);
    }

    [Fact]
    public void A_released_share_that_nobody_dealt_is_not_used_and_its_silo_is_named()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Round();
        ring.Round();
        MaskedTotal total = ring.Lie(Liar, payload =>
        {
            UnmaskPayload.Write(payload, 1, ShareKind.Self, new Scalar(4));
            return payload;
        })!;
        Assert.Equal(ring.SumOver(0, 1, 2, 3, 4), total.Values);
        Assert.Equal([Liar], ring[0].ProvenFalse);
    }

    [Fact]
    public void A_released_share_of_the_other_kind_is_not_used_and_its_silo_is_named()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Round();
        ring.Round();
        ring.Lie(Liar, payload =>
        {
            payload[1] = (byte)ShareKind.Pair;
            return payload;
        });
        Assert.Equal([Liar], ring[0].ProvenFalse);
    }

    [Fact]
    public void A_dealer_whose_shares_nobody_can_read_stops_the_sum_and_is_named()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Lie(Liar, payload => [payload[0], .. new byte[payload.Length - 1]]);
        ring.Round();
        Assert.Null(ring.Round());
        Assert.Contains("fewer than 4 silos released sound shares of silo-3", ring[0].RepeatedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_adds_up_something_else_than_most_is_outside()
    {
        MaskedRing ring = new(5);
        ring.Round();
        ring.Round();
        ring.Lie(Liar, payload =>
        {
            payload[2] ^= 1;
            return payload;
        });
        Assert.Equal([0, 1, 2, 4], ring[0].Contributors);
        Assert.Equal(ring.SumOver(0, 1, 2, 4), ring.Round()!.Values);
    }

    [Fact]
    public void A_total_beyond_what_the_silos_declared_ends_the_program_by_name()
    {
        MaskedRing ring = new(3) { Limit = 300 };
        ring.Round();
        ring.Round();
        ring.Lie(1, payload =>
        {
            payload[^1] ^= 0x40;
            return payload;
        });
        Assert.Null(ring.Round());
        Assert.Equal(MaskedStage.Ended, ring.Stage);
        Assert.Contains("The total of `histogram` exceeds what 3 silos with at most 300 each can give", ring[0].EndedBecause, StringComparison.Ordinal);
        Assert.Equal([0], ring[0].Contribute().Payload);
        Assert.Null(ring.Agree());
    }

    private MaskedTotal? LastTotal { get; set; }

    /// <summary>The remaining rounds of a first try.</summary>
    private MaskedTotal? Rest(MaskedRing ring)
    {
        LastTotal = null;
        for (int batch = ring[0].Batch; LastTotal is null && ring[0].Batch == batch && ring.Stage < MaskedStage.Done;)
        {
            LastTotal = ring.Round();
        }

        return LastTotal;
    }

    private static bool RequireExactOrNone(int stage, Func<byte[], byte[]> alter)
    {
        MaskedRing ring = new(4);
        MaskedTotal? total = null;
        for (int round = 0; round < 4 && total is null && ring[0].Batch == 0 && ring.Stage < MaskedStage.Done; round++)
        {
            total = round == stage ? ring.Lie(Liar, alter) : ring.Round();
        }

        if (total is not null)
        {
            Assert.Equal(ring.SumOver([.. total.Contributors]), total.Values);
        }

        return total is not null || ring[0].RepeatedBecause is not null || ring[0].EndedBecause is not null;
    }
}
