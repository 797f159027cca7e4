using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Parameters;

public sealed class FlatAdamTests
{
    private const double Rate = 0.1, Mu = 0.5;

    /// <summary>Step 1 moves by the rate times the sign of the gradient; step 2 is worked out below, in float64.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(Mu)]
    public void The_proximal_pull_adds_mu_times_the_way_from_the_start_to_the_gradient(double mu)
    {
        using DisposeScope scope = NewDisposeScope();
        using FlatParameters parameters = new([ParameterSpec.Filled("w", 1, 1)]);
        parameters.Values[0] = 1;
        using FlatAdam adam = new(parameters, Rate, 0.9, 0.99, weightDecay: 0);
        using (adam.Pull(mu))
        {
            adam.Step([tensor([2f])]);
            Assert.Equal(1 - Rate, parameters.Values[0], 1e-6);
            adam.Step([tensor([-0.3f])]);
        }

        double first = 2, second = -0.3 + (mu * (1 - Rate - 1));
        double mean = ((0.1 * 0.9 * first) + (0.1 * second)) / (1 - (0.9 * 0.9));
        double square = ((0.01 * 0.99 * first * first) + (0.01 * second * second)) / (1 - (0.99 * 0.99));
        Assert.Equal(1 - Rate - (Rate * mean / Math.Sqrt(square)), parameters.Values[0], 1e-6);
    }

    [Fact]
    public void A_pull_ends_with_its_call_and_the_next_starts_from_where_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        using FlatParameters parameters = new([ParameterSpec.Filled("w", 0, 2)]);
        using FlatAdam pulled = new(parameters, Rate, 0.9, 0.99, weightDecay: 0);
        using (pulled.Pull(Mu))
        {
            parameters.Values.Fill(4);
        }

        pulled.Step([zeros(2)]);
        Assert.Equal([4f, 4f], parameters.Values.ToArray());
        using (pulled.Pull(Mu))
        {
            pulled.Step([zeros(2)]);
        }

        Assert.Equal([4f, 4f], parameters.Values.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_pull_that_is_no_number_of_0_or_more_is_refused(double mu)
    {
        using FlatParameters parameters = new([ParameterSpec.Filled("w", 0, 1)]);
        using FlatAdam adam = new(parameters, Rate, 0.9, 0.99, weightDecay: 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Pull(mu));
    }
}
