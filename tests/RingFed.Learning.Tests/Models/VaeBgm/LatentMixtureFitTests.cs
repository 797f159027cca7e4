using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.VaeBgm;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class LatentMixtureFitTests
{
    private static readonly double[][] _centres = [[-4, 0], [4, 3], [3, -5]];

    [Fact]
    public async Task Planted_components_are_found_although_each_silo_holds_only_one_of_them()
    {
        LatentCodes[] silos = [.. _centres.Select((centre, silo) => Draw(200 * (silo + 1), silo, centre))];
        LatentMixture mixture = (await FitAsync(silos, components: 8))[0];

        foreach ((double[] centre, int silo) in _centres.Select((centre, silo) => (centre, silo)))
        {
            int[] near = [.. Enumerable.Range(0, mixture.Components).Where(k => Distance(mixture.Means[k], centre) < 1.5)];
            Assert.Equal((silo + 1) / 6.0, near.Sum(k => mixture.Weights[k]), 0.05);
        }

        Assert.Equal(1, mixture.Weights.Sum(), 1e-12);
    }

    [Fact]
    public async Task The_ring_ends_with_the_bits_that_pooling_would_give_and_so_does_every_silo()
    {
        LatentCodes[] silos = [Draw(150, 1, _centres), Draw(60, 2, _centres), Draw(0, 3, _centres)];
        LatentMixture[] ring = await FitAsync(silos, components: 6);
        LatentCodes pooled = new(2, [.. silos.SelectMany(silo => silo.Means)], [.. silos.SelectMany(silo => silo.Variances)]);
        LatentMixture whole = (await FitAsync([pooled], components: 6))[0];

        Assert.All(ring, mixture =>
        {
            Assert.Equal(whole.Weights, mixture.Weights);
            Assert.Equal(whole.Means, mixture.Means);
            Assert.Equal(whole.Covariances, mixture.Covariances);
        });
    }

    [Fact]
    public async Task One_gaussian_has_the_mean_of_the_codes_and_their_variance_with_that_of_the_posteriors()
    {
        LatentCodes codes = new(1, [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 1.0 : 3)], [.. Enumerable.Repeat(0.25, 100)]);
        LatentMixture mixture = (await FitAsync([codes], components: 1))[0];
        Assert.Equal((1, 2.0, 1.25), (mixture.Components, mixture.Means[0][0], mixture.Covariances[0][0]));
    }

    [Fact]
    public async Task Coordinates_that_go_together_do_so_in_the_mixture_and_in_what_is_drawn_from_it()
    {
        SeededRandom random = new(5);
        double[] means = [.. Enumerable.Range(0, 2_000).SelectMany(_ => Enumerable.Repeat(random.Normal(), 1).SelectMany(x => new[] { x, (0.8 * x) + random.Normal(0, 0.6) }))];
        LatentMixture mixture = (await FitAsync([new LatentCodes(2, means, new double[means.Length])], components: 1))[0];
        Assert.Equal(0.8, mixture.Covariances[0][LowerTriangle.At(1, 0)], 0.06);

        float[] code = new float[2];
        double product = 0;
        for (int i = 0; i < 4_000; i++)
        {
            mixture.Draw(random, code);
            product += code[0] * code[1];
        }

        Assert.Equal(0.8, product / 4_000, 0.08);
    }

    [Fact]
    public void A_code_belongs_to_a_component_by_its_expected_density_worked_out_by_hand()
    {
        // Covariance [[4, 2], [2, 5]] = L L' with L = [[2, 0], [1, 2]]; its inverse has 5/16 and 4/16 on the diagonal.
        LatentMixture mixture = new([1], [[1, 1]], [[4, 2, 5]]);
        Assert.Equal([2, 1, 2], mixture.Roots[0]);
        double distance = 1 + 0.25;
        double trace = ((5 * 0.1) + (4 * 0.2)) / 16;
        Assert.Equal(-Math.Log(2 * Math.PI) - Math.Log(4) - (0.5 * (distance + trace)), new LatentPosterior(mixture).Of([3, 3], [0.1, 0.2]), 1e-12);
    }

    [Fact]
    public async Task Fewer_records_than_k_are_refused_and_few_start_few_components()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => FitAsync([Draw(9, 1, _centres)], components: 3));
        Assert.Equal(1, (await FitAsync([Draw(10, 1, _centres)], components: 3)).Single().Components);
    }

    [Fact]
    public async Task No_more_sums_are_asked_for_than_planned_and_none_once_it_has_settled()
    {
        CountingRing few = new();
        await new LatentMixtureFit(Draw(300, 1, _centres), few, "test").RunAsync(6, iterations: 2, seed: 3, TestContext.Current.CancellationToken);
        CountingRing many = new();
        await new LatentMixtureFit(Draw(300, 1, _centres), many, "test").RunAsync(6, iterations: 500, seed: 3, TestContext.Current.CancellationToken);

        Assert.Equal(["test/0", "test/1", "test/2"], few.Names);
        Assert.InRange(many.Names.Count, 4, 200);
    }

    [Fact]
    public void One_record_moves_no_sum_by_more_than_is_declared()
    {
        LatentCodes far = new(3, [10, -10, 10], [100, 100, 100]);
        LatentMixture mixture = new([0.5, 0.5], [[0, 0, 0], [1, 1, 1]], [LowerTriangle.Diagonal([1, 1, 1]), LowerTriangle.Diagonal([1e-4, 1e-4, 1e-4])]);
        foreach (StatisticQuery query in (StatisticQuery[])[LatentQueries.Moments("m", far), LatentQueries.Expectation("e", far, mixture)])
        {
            double[] moved = [.. query.Values.Select(value => Math.ScaleB((double)value, -query.ScaleBits))];
            query.RequireWithinBound();
            Assert.InRange(moved.Sum(Math.Abs), 1, query.SensitivityL1);
            Assert.InRange(Math.Sqrt(moved.Sum(value => value * value)), 1, query.SensitivityL2);
            Assert.InRange(query.SensitivityL1, 0, 1e6);
        }
    }

    private static async Task<LatentMixture[]> FitAsync(LatentCodes[] silos, int components)
    {
        string[] names = [.. silos.Select((_, i) => $"silo{i}")];
        LocalRing ring = new(names);
        return await Task.WhenAll(silos.Select((codes, i) => new LatentMixtureFit(codes, ring.For(names[i]), "test").RunAsync(components, 40, seed: 3, TestContext.Current.CancellationToken)));
    }

    private static LatentCodes Draw(int rows, long seed, params double[][] centres)
    {
        SeededRandom random = new(seed);
        double[] means = [.. Enumerable.Range(0, rows).SelectMany(_ => centres[random.Index(centres.Length)].Select(at => Math.Clamp(random.Normal(at, 0.6), -10, 10)))];
        return new LatentCodes(2, means, [.. Enumerable.Repeat(0.1, means.Length)]);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private sealed class CountingRing : IRingSum
    {
        private readonly IRingSum _ring = new LocalRing(["alone"]).For("alone");

        public List<string> Names { get; } = [];

        public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
        {
            Names.Add(query.Name);
            return _ring.SumAsync(query, cancellationToken);
        }
    }
}
