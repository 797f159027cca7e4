using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Ring;

namespace RingFed.Learning.Tests.Evaluation.Ring;

public sealed class LatentAgreementTests
{
    [Fact]
    public void Alignment_is_that_worked_out_by_hand()
    {
        // Centred: a = (-1, 0, 1), b = (-1, 2, -1) and c = (-1, 1, 0): a'b = 0, a'c = 1, |a|² = |c|² = 2.
        Assert.Equal(0, LinearCka.Of([1, 2, 3], [0, 3, 0], 3).Value!.Value, 1e-12);
        Assert.Equal(0.25, LinearCka.Of([1, 2, 3], [4, 6, 5], 3).Value!.Value, 1e-12);
    }

    [Fact]
    public void Alignment_is_one_for_codes_that_are_turned_scaled_and_shifted()
    {
        double[] codes = Cloud(50, 2, seed: 1);
        double[] turned = [.. codes.Chunk(2).SelectMany(code => new[] { 5 + (3 * ((0.6 * code[0]) - (0.8 * code[1]))), 3 * ((0.8 * code[0]) + (0.6 * code[1])) })];
        Assert.Equal(1, LinearCka.Of(codes, turned, 50).Value!.Value, 1e-12);
        Assert.InRange(LinearCka.Of(codes, Cloud(50, 3, seed: 2), 50).Value!.Value, 0, 0.3);
    }

    [Fact]
    public void Encoders_that_put_all_rows_in_one_place_or_have_none_are_not_compared()
    {
        Assert.NotNull(LinearCka.Of([1, 1, 1], [1, 2, 3], 3).Reason);
        Assert.NotNull(LinearCka.Of([double.NaN, 1, 1], [1, 2, 3], 3).Reason);
        Assert.NotNull(LinearCka.Of([], [], 0).Reason);
        Assert.Throws<ArgumentException>(() => LinearCka.Of([1, 2, 3], [1, 2, 3], 2));
    }

    [Fact]
    public void Features_have_length_one_and_their_products_are_the_kernel()
    {
        FourierFeatures kernel = new(4);
        (double[] first, double[] second) = (new double[FourierFeatures.Count], new double[FourierFeatures.Count]);
        kernel.Of([0, 1, 0, -1], first);
        kernel.Of([1, 1, 0.5, 0], second);
        Assert.Equal(1, first.Sum(feature => feature * feature), 1e-12);
        Assert.Equal(Math.Exp(-2.25 / 8), first.Zip(second, (a, b) => a * b).Sum(), 0.1);
    }

    [Fact]
    public async Task Silos_with_equal_codes_are_apart_by_chance_alone_and_one_that_moved_is_seen_at_each()
    {
        double[] near = [.. (await MeasureAsync(3, Cloud(400, 3, 1), Cloud(300, 3, 2), Cloud(200, 3, 3))).Select(score => score.Value!.Value)];
        double[] far = [.. (await MeasureAsync(3, Cloud(400, 3, 1), Cloud(300, 3, 2), [.. Cloud(200, 3, 3).Select(code => code + 1)])).Select(score => score.Value!.Value)];
        Assert.All(near, apart => Assert.InRange(apart, -0.01, 0.01));
        Assert.InRange(far[2], 0.15, 1);
        Assert.All(far[..2], apart => Assert.InRange(apart, 0.01, far[2]));
    }

    [Fact]
    public void The_estimate_is_the_mean_of_products_between_different_codes_worked_out_by_hand()
    {
        double[] own = [.. Enumerable.Repeat(0, 5).SelectMany(_ => new[] { 0.0, 1 })];
        double[] other = [.. Enumerable.Repeat(0, 5).SelectMany(_ => new[] { 2.0, 3 })];
        double[] mine = LatentDiscrepancy.Sums(own, 1, null, 1);
        double[] all = LatentDiscrepancy.Sums([.. own, .. other], 1, null, 1);

        // Of 90 ordered pairs of different rows of a silo 40 are of equal and 50 of unequal codes.
        double within = ((40 * K(0, 0)) + (50 * K(0, 1))) / 90;
        double among = ((40 * K(2, 2)) + (50 * K(2, 3))) / 90;
        double between = (K(0, 2) + K(0, 3) + K(1, 2) + K(1, 3)) / 4;
        Assert.Equal(within + among - (2 * between), LatentDiscrepancy.Of(mine, all).Value!.Value, 1e-9);
    }

    [Fact]
    public void Within_classes_silos_of_other_mixes_of_patients_are_not_apart()
    {
        int[] first = [.. Enumerable.Range(0, 400).Select(row => row < 320 ? 0 : 1)];
        int[] second = [.. Enumerable.Range(0, 400).Select(row => row < 80 ? 0 : 1)];
        (double[] a, double[] b) = (Of(first, 1), Of(second, 2));
        double blind = Apart(LatentDiscrepancy.Sums(a, 2, null, 1), LatentDiscrepancy.Sums(b, 2, null, 1));
        double within = Apart(LatentDiscrepancy.Sums(a, 2, first, 2), LatentDiscrepancy.Sums(b, 2, second, 2));
        Assert.True(blind > 0.2, $"{blind}");
        Assert.InRange(within, -0.02, 0.02);

        static double[] Of(int[] classes, long seed) => [.. Cloud(400, 2, seed).Select((code, i) => code + (3 * classes[i / 2]))];
        static double Apart(double[] own, double[] other) => LatentDiscrepancy.Of(own, [.. own.Zip(other, (x, y) => x + y)]).Value!.Value;
    }

    [Fact]
    public async Task A_silo_without_enough_records_is_not_measured_and_does_not_spoil_the_others()
    {
        Score[] scores = await MeasureAsync(2, Cloud(100, 2, 1), Cloud(9, 2, 2), []);
        Assert.Null(scores[1].Value);
        Assert.Null(scores[2].Value);
        Assert.Null(scores[0].Value);
        Assert.NotNull((await MeasureAsync(2, Cloud(100, 2, 1), Cloud(9, 2, 2), Cloud(40, 2, 3)))[0].Value);
        Assert.Throws<ArgumentException>(() => LatentDiscrepancy.Sums([1, 2], 1, [0], 1));
    }

    [Fact]
    public async Task One_record_moves_the_sum_by_no_more_than_is_declared()
    {
        StatisticQuery? asked = null;
        IRingSum ring = new LocalRing(["alone"]).For("alone");
        await LatentDiscrepancy.MeasureAsync("mmd", [0.3, -2], 2, [1], 2, new Listening(ring, query => asked = query), TestContext.Current.CancellationToken);
        double[] moved = [.. asked!.Values.Select(value => Math.ScaleB((double)value, -asked.ScaleBits))];
        Assert.InRange(moved.Sum(Math.Abs), 1, asked.SensitivityL1);
        Assert.InRange(Math.Sqrt(moved.Sum(value => value * value)), 1, asked.SensitivityL2 + 1e-6);
    }

    private static double K(double x, double y)
    {
        FourierFeatures kernel = new(1);
        (double[] a, double[] b) = (new double[FourierFeatures.Count], new double[FourierFeatures.Count]);
        kernel.Of([x], a);
        kernel.Of([y], b);
        return a.Zip(b, (p, q) => p * q).Sum();
    }

    private static Task<Score[]> MeasureAsync(int size, params double[][] silos)
    {
        string[] names = [.. silos.Select((_, i) => $"silo{i}")];
        LocalRing ring = new(names);
        return Task.WhenAll(silos.Select((codes, i) => LatentDiscrepancy.MeasureAsync("mmd", codes, size, null, 1, ring.For(names[i]), TestContext.Current.CancellationToken)));
    }

    private static double[] Cloud(int rows, int size, long seed)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, rows * size).Select(_ => random.Normal())];
    }

    private sealed class Listening(IRingSum ring, Action<StatisticQuery> heard) : IRingSum
    {
        public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
        {
            heard(query);
            return ring.SumAsync(query, cancellationToken);
        }
    }
}
