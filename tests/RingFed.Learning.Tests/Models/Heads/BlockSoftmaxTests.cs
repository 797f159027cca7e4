using RingFed.Learning.Models.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Heads;

public sealed class BlockSoftmaxTests
{
    [Fact]
    public void Every_block_has_the_softmax_that_it_would_have_alone_however_large_its_logits()
    {
        using DisposeScope scope = NewDisposeScope();
        using BlockSoftmax softmax = new([2, 3, 1], [true, true, true, true, true, true]);
        using Generator noise = new(1);
        Tensor logits = randn([4, 6], generator: noise).mul(300);
        float[] expected = cat([.. logits.split([2, 3, 1], 1).Select(block => nn.functional.log_softmax(block, 1))], 1).data<float>().ToArray();
        float[] actual = softmax.LogProbabilities(logits).data<float>().ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void A_token_without_support_has_no_probability_and_takes_none_from_the_others()
    {
        using DisposeScope scope = NewDisposeScope();
        using BlockSoftmax softmax = new([3], [true, false, true]);
        float[] probabilities = softmax.LogProbabilities(tensor([1f, 50f, 1f]).view(1, 3)).exp().data<float>().ToArray();
        Assert.Equal([0.5f, 0f, 0.5f], probabilities);
    }
}
