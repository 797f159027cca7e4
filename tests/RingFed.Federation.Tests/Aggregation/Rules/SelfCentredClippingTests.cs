using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class SelfCentredClippingTests
{
    [Fact]
    public void Near_neighbours_count_a_third_each()
    {
        ClippingOutcome outcome = Merge(own: [3, 0], neighbours: [[0, 0], [3, 3]], farther: 10, out float[] merged);

        Assert.Equal([2, 1], merged);
        Assert.Empty(outcome.Clipped);
    }

    [Fact]
    public void In_a_ring_of_two_both_meet_in_the_middle()
    {
        Merge(own: [3, 0], neighbours: [[0, 1]], farther: 10, out float[] merged, silos: 2);

        Assert.Equal([1.5f, 0.5f], merged);
    }

    [Fact]
    public void A_far_neighbour_is_followed_no_farther_than_the_radius_allows()
    {
        // tau² = 3² (the nearer one) + 4² (remembered): of the way of 1000 only 5 are gone, a third of it here.
        ClippingOutcome outcome = Merge(own: [0, 0], neighbours: [[3, 0], [0, 1000]], farther: 4, out float[] merged);

        Assert.Equal(5, outcome.Radius);
        Assert.Equal([("right", 5.0 / 1000)], outcome.Clipped);
        Assert.Equal(1, merged[0]);
        Assert.Equal(5.0 / 3, merged[1], 1e-6);
        Assert.Equal(5, outcome.Farther);
    }

    [Fact]
    public void At_the_first_merge_the_own_work_says_what_is_far()
    {
        ClippingOutcome outcome = Merge(own: [3, 0], neighbours: [[3, 4], [3, 1000]], farther: null, out _, work: 3);

        Assert.Equal(5, outcome.Radius);
    }

    [Fact]
    public void A_neighbour_that_copies_this_silo_does_not_cut_it_off_from_the_other()
    {
        ClippingOutcome outcome = Merge(own: [6, 0], neighbours: [[6, 0], [6, 8]], farther: 8, out _, work: 6);

        Assert.Equal(10, outcome.Radius);
        Assert.Empty(outcome.Clipped);
    }

    [Fact]
    public void A_single_neighbour_is_measured_by_own_work_and_memory()
    {
        ClippingOutcome outcome = Merge(own: [0, 3], neighbours: [[0, 1000]], farther: 4, out _, work: 3);

        Assert.Equal(5, outcome.Radius);
        Assert.Equal("left", Assert.Single(outcome.Clipped).Silo);
    }

    [Fact]
    public void Alone_a_silo_keeps_its_model_and_its_memory()
    {
        ClippingOutcome outcome = Merge(own: [1, 2], neighbours: [], farther: 4, out float[] merged);

        Assert.Equal([1, 2], merged);
        Assert.Equal(4, outcome.Farther);
    }

    [Fact]
    public void A_neighbour_with_nan_or_absurd_claims_is_kept_out_by_name()
    {
        ClippingOutcome outcome = Merge(own: [3, 0], neighbours: [[float.NaN, 0], [0, 0]], farther: 10, out float[] merged);

        Assert.Equal([2, 0], merged);
        (string silo, string reason) = Assert.Single(outcome.Refused);
        Assert.Equal("left", silo);
        Assert.Contains("NaN", reason, StringComparison.Ordinal);
        Assert.Equal(["right"], outcome.Merged);
    }

    [Fact]
    public void Own_parameters_that_are_not_finite_are_refused() => Assert.Equal(
        AggregationFault.OwnNotFinite,
        Assert.Throws<AggregationException>(() => Merge([float.PositiveInfinity, 0], [[0, 0]], null, out _)).Fault);

    /// <summary>The own model stays as it is, however coarse the codec: only the difference of what was sent pulls.</summary>
    [Fact]
    public void Rounding_of_what_was_sent_pulls_nobody()
    {
        float[] merged = new float[1];
        SelfCentredClipping.Merge(
            new ClippingRequest(3, new[] { 1.001f }, new[] { 0f }, new[] { 1f }, [Update("left", [1f])], 10, Updates.Layout(1), 1), merged);

        Assert.Equal([1.001f], merged);
    }

    [Fact]
    public void Neighbours_may_change_places_without_changing_a_bit()
    {
        float[][] rows = Updates.Scattered(4, 50_000, seed: 77);

        float[] one = new float[50_000];
        float[] other = new float[50_000];
        SelfCentredClipping.Merge(RequestOf(rows, [rows[2], rows[3]], threads: 1), one);
        SelfCentredClipping.Merge(RequestOf(rows, [rows[3], rows[2]], threads: 3), other);

        Assert.Equal(AggregateDigest.Of(one), AggregateDigest.Of(other));
    }

    [Fact]
    public void No_neighbour_moves_the_result_by_more_than_its_weight_times_the_radius()
    {
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            float[][] rows = Updates.Scattered(3, 200, (ulong)seed);
            float[] outlier = [.. Updates.Scattered(1, 200, (ulong)seed + 1)[0].Select(value => value * 1e6f)];
            float[] with = new float[200];
            float[] without = new float[200];
            ClippingOutcome outcome = SelfCentredClipping.Merge(RequestOf(rows, [rows[2], outlier]), with);
            SelfCentredClipping.Merge(RequestOf(rows, [rows[2]]) with { Farther = 1e9 }, without);
            return Length(with, without) <= outcome.Radius / 3 * (1 + 1e-5);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Models_that_are_no_longer_trained_contract_to_one(int silos)
    {
        GossipRing ring = new(Updates.Scattered(silos, 40, seed: 5));
        double spread = ring.Spread;

        ring.Exchange(rounds: 40 * silos);

        Assert.InRange(ring.Spread, 0, spread * 1e-3);
    }

    [Fact]
    public void A_silo_that_jumps_away_for_good_widens_the_radius_only_slowly()
    {
        double? farther = null;
        for (int round = 1; round <= 100; round++)
        {
            ClippingOutcome outcome = Merge(own: [1, 0], neighbours: [[1, 1], [0, 1e9f]], farther, out _, work: 1);
            farther = outcome.Farther;
            Assert.InRange(outcome.Radius, 0, Math.Sqrt(round + 1) + 1e-6);
        }
    }

    private static double Length(float[] a, float[] b) =>
        Math.Sqrt(a.Zip(b).Sum(pair => ((double)pair.First - pair.Second) * ((double)pair.First - pair.Second)));

    private static ClippingRequest RequestOf(float[][] rows, float[][] neighbours, int threads = 1) => new(
        3, rows[0], rows[1], rows[0], [.. neighbours.Select((row, index) => Update($"n{index}", row))], null,
        Updates.Layout(rows[0].Length), threads);

    private static SiloUpdate Update(string silo, float[] delta) => new(silo, delta, 100, 10);

    /// <param name="work">How far the own work went, along the first axis.</param>
    private static ClippingOutcome Merge(
        float[] own, float[][] neighbours, double? farther, out float[] merged, int silos = 3, float work = 0)
    {
        float[] start = [own[0] - work, .. own[1..]];
        string[] names = ["left", "right"];
        merged = new float[own.Length];
        return SelfCentredClipping.Merge(
            new ClippingRequest(
                silos, own, start, own, [.. neighbours.Select((row, index) => Update(names[index], row))], farther,
                Updates.Layout(own.Length), 1),
            merged);
    }
}
