using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Tests.Data.Numerics;

public sealed class SeededRandomTests
{
    private const int Draws = 200_000;

    /// <summary>Published outputs of SplitMix64 for the seed 1234567.</summary>
    [Fact]
    public void The_bits_are_those_of_splitmix64()
    {
        SeededRandom random = new(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Streams_of_one_seed_differ_and_repeat()
    {
        Assert.Equal(new SeededRandom(7, 1).NextBits(), new SeededRandom(7, 1).NextBits());
        Assert.Equal(4, new[] { new SeededRandom(7).NextBits(), new SeededRandom(7, 0).NextBits(), new SeededRandom(7, 1).NextBits(), new SeededRandom(8, 1).NextBits() }.Distinct().Count());
    }

    [Theory]
    [InlineData("uniform", 0.5, 1 / 12.0)]
    [InlineData("normal", 0, 1)]
    [InlineData("exponential", 1, 1)]
    [InlineData("gamma4.5", 4.5, 4.5)]
    [InlineData("gamma0.3", 0.3, 0.3)]
    [InlineData("poisson3", 3, 3)]
    public void Mean_and_variance_are_those_of_the_distribution(string name, double mean, double variance)
    {
        SeededRandom random = new(5);
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => Draw(random, name))];

        double average = draws.Average();
        Assert.Equal(mean, average, 5 * Math.Sqrt(variance / Draws));
        Assert.Equal(variance, draws.Average(draw => (draw - average) * (draw - average)), variance * 0.05);
    }

    [Fact]
    public void Categories_come_in_proportion_to_their_weights()
    {
        SeededRandom random = new(6);
        int[] counts = new int[3];
        for (int i = 0; i < Draws; i++)
        {
            counts[random.Categorical([1, 0, 3])]++;
        }

        Assert.Equal(0, counts[1]);
        Assert.Equal(0.25, (double)counts[0] / Draws, 0.005);
    }

    [Fact]
    public void Dirichlet_shares_sum_to_one_and_even_out_with_concentration()
    {
        SeededRandom random = new(6);
        double[] uneven = random.Dirichlet(5, 0.2);
        double[] even = random.Dirichlet(5, 10_000);

        Assert.Equal(1, uneven.Sum(), 12);
        Assert.All(even, share => Assert.Equal(0.2, share, 0.02));
        Assert.True(uneven.Max() > even.Max());
    }

    private static double Draw(SeededRandom random, string name) => name switch
    {
        "uniform" => random.Uniform(),
        "normal" => random.Normal(),
        "exponential" => random.Exponential(),
        "gamma4.5" => random.Gamma(4.5),
        "gamma0.3" => random.Gamma(0.3),
        _ => random.Poisson(3),
    };
}
