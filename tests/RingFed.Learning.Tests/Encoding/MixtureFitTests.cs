using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Encoding;

public sealed class MixtureFitTests
{
    [Fact]
    public void Two_planted_humps_are_found()
    {
        MixtureMode[] modes = MixtureFit.Fit(Histogram(random => random.Bernoulli(0.3) ? random.Normal(20, 2) : random.Normal(60, 5)));

        (double weight, double mean) = (modes.Where(mode => mode.Mean < 35).Sum(mode => mode.Weight), Mean(modes.Where(mode => mode.Mean < 35)));
        Assert.Equal(0.3, weight, 0.02);
        Assert.Equal(20, mean, 0.3);
        Assert.Equal(60, Mean(modes.Where(mode => mode.Mean > 35)), 0.3);
    }

    [Fact]
    public void The_mixture_has_the_moments_of_the_histogram()
    {
        MixtureMode[] modes = MixtureFit.Fit(Histogram(random => 10 * random.Gamma(2)));

        double mean = Mean(modes);
        double variance = modes.Sum(mode => mode.Weight * ((mode.StandardDeviation * mode.StandardDeviation) + ((mode.Mean - mean) * (mode.Mean - mean))));
        Assert.Equal(20, mean, 0.7);
        Assert.Equal(14.1, Math.Sqrt(variance), 0.7);
    }

    [Fact]
    public void Weights_sum_to_one_means_ascend_and_deviations_are_positive()
    {
        MixtureMode[] modes = MixtureFit.Fit(Histogram(random => random.Uniform(0, 100)));

        Assert.InRange(modes.Length, 2, MixtureFit.ModesMax);
        Assert.Equal(1, modes.Sum(mode => mode.Weight), 12);
        Assert.All(modes, mode => Assert.True(mode is { Weight: > MixtureFit.WeightMin, StandardDeviation: > 0 }));
        Assert.Equal(modes.OrderBy(mode => mode.Mean), modes);
    }

    [Fact]
    public void A_bell_is_one_mode_and_two_bells_apart_are_two()
    {
        Assert.Single(MixtureFit.Fit(Histogram(random => random.Normal(50, 8))));
        Assert.Equal(2, MixtureFit.Fit(Histogram(random => random.Bernoulli(0.3) ? random.Normal(20, 4) : random.Normal(70, 6))).Length);
    }

    [Fact]
    public void An_atom_becomes_a_mode_as_narrow_as_its_bin()
    {
        MergedBins bins = new([0, 0.5, 10, 20], [700, 0, 300]);

        MixtureMode[] modes = MixtureFit.Fit(bins);

        Assert.Equal(2, modes.Length);
        Assert.Equal(0.7, modes[0].Weight, 1e-6);
        Assert.Equal(0.25, modes[0].Mean, 1e-6);
        Assert.Equal(0.5 / Math.Sqrt(12), modes[0].StandardDeviation, 1e-6);
    }

    [Fact]
    public void An_empty_histogram_gives_one_mode_over_the_range() =>
        Assert.Equal([new MixtureMode(1, 6, 2)], MixtureFit.Fit(new MergedBins([2, 10], [0])));

    private static double Mean(IEnumerable<MixtureMode> modes) =>
        modes.Sum(mode => mode.Weight * mode.Mean) / modes.Sum(mode => mode.Weight);

    private static MergedBins Histogram(Func<SeededRandom, double> draw)
    {
        SeededRandom random = new(3);
        long[] counts = new long[200];
        for (int i = 0; i < 5_000; i++)
        {
            counts[Math.Clamp((int)(2 * draw(random)), 0, 199)]++;
        }

        return new MergedBins([.. Enumerable.Range(0, 201).Select(i => i / 2.0)], counts);
    }
}
