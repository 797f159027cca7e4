using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class CtganGeneratorTests
{
    private static readonly TableLayout _layout = new(TableToy.Fit(TableToy.Draw(300, seed: 4)));

    [Fact]
    public void Units_over_a_batch_have_mean_0_and_deviation_1_after_the_norm()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        Tensor values = randn([500, 3], generator: noise).mul(7).add(40);
        Tensor normal = BatchMoments.Of(values).Normalise(values);
        Assert.All(normal.mean([0]).data<float>().ToArray(), mean => Assert.Equal(0, mean, 1e-4));
        Assert.All(normal.square().mean([0]).data<float>().ToArray(), variance => Assert.Equal(1, variance, 1e-3));
    }

    [Fact]
    public void With_moments_measured_on_a_batch_every_row_is_what_it_was_in_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        using CtganNetworks networks = new(Small, _layout, weightSeed: 7);
        using Generator noise = new(1);
        Tensor latent = randn([40, Small.LatentSize], generator: noise);
        ConditionSet conditions = Conditions(Enumerable.Range(0, 40));
        float[] together = networks.Generator.Forward(latent, conditions).narrow(0, 5, 1).contiguous().data<float>().ToArray();

        GeneratorMoments moments = networks.Generator.Measure(latent, conditions);
        float[] alone = networks.Generator.Forward(latent.narrow(0, 5, 1), Conditions([5]), moments).data<float>().ToArray();

        Assert.All(together.Zip(alone), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Conditions_add_what_the_matrix_of_their_ones_would_give()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        ConditionSet conditions = Conditions(Enumerable.Range(0, 9));
        Tensor weights = randn([_layout.ConditionTokens, 5], generator: noise);
        Tensor sum = randn([9, 5], generator: noise);
        float[] expected = sum.add(conditions.MultiHot(_layout.ConditionTokens).mm(weights)).data<float>().ToArray();
        float[] actual = conditions.AddWeights(sum, weights).data<float>().ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void The_average_starts_at_the_generator_and_follows_it_at_the_decay_asked_for()
    {
        using DisposeScope scope = NewDisposeScope();
        using CtganNetworks networks = new(Small with { AverageDecay = 0.75 }, _layout, weightSeed: 7);
        Assert.Equal(networks.Generator.Parameters.Values.ToArray(), networks.Average.Parameters.Values.ToArray());

        networks.Generator.Parameters.Values.Fill(4);
        networks.Average.Parameters.Values.Fill(0);
        networks.GeneratorAdam.Steps = 1_000;
        networks.UpdateAverage();
        Assert.All(networks.Average.Parameters.Values.ToArray(), value => Assert.Equal(1, value, 1e-6));

        networks.GeneratorAdam.Steps = 0;
        networks.UpdateAverage();
        Assert.All(networks.Average.Parameters.Values.ToArray(), value => Assert.Equal(4, value, 1e-6));
    }

    /// <summary>Row n has n modulo 4 conditions, the last two of them the same.</summary>
    private static ConditionSet Conditions(IEnumerable<int> numbers)
    {
        int[] rows = [.. numbers];
        ConditionSet conditions = new(rows.Length, 3);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int slot = 0; slot < rows[row] % 4; slot++)
            {
                conditions[row, slot] = (rows[row] + Math.Min(slot, 1)) % _layout.ConditionTokens;
            }
        }

        return conditions;
    }
}
