using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

public sealed class GeneratorTests
{
    public static TheoryData<string, Func<Generator, Tensor>> Draws => new()
    {
        { "normal", generator => randn(40, generator: generator) },
        { "uniform", generator => rand(5, 8, generator: generator) },
        { "integers", generator => randint(0, 1000, [40], generator: generator) },
        { "permutation", generator => randperm(40, generator: generator) },
        { "coins", generator => bernoulli(full(40, 0.5), generator) },
        { "categories", generator => multinomial(rand(4, 6, generator: generator), 20, true, generator) },
        { "in place", generator => empty(40).normal_(1, 2, generator) + empty(40).exponential_(2, generator) },
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void Equal_seeds_draw_equal_numbers_and_another_seed_does_not(string kind, Func<Generator, Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator first = new(42);
        using Generator second = new(42);
        using Generator other = new(43);

        Tensor drawn = draw(first);

        Assert.True(drawn.Equals(draw(second)), kind);
        Assert.False(drawn.Equals(draw(other)), kind);
        Assert.False(drawn.Equals(draw(first)), kind);
    }

    [Fact]
    public void A_saved_state_continues_where_it_was_taken()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(5);
        _ = randn(3, generator: generator);
        Tensor state = generator.get_state();
        Tensor expected = randn(100, generator: generator);
        using Generator restored = new(99);

        restored.set_state(state);

        Assert.True(expected.Equals(randn(100, generator: restored)));
    }

    [Fact]
    public void A_generator_leaves_the_process_wide_one_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor before = random.get_rng_state();
        using Generator generator = new(8);

        _ = randn(10, generator: generator);

        Assert.True(before.Equals(random.get_rng_state()));
        Assert.Equal(8, generator.initial_seed());
    }
}
