using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class CtganActivationTests
{
    private static readonly TableLayout _layout = new(TableToy.Fit(TableToy.Draw(300, seed: 4)));

    [Fact]
    public void Each_block_of_tokens_sums_to_one_and_scalars_stay_inside_one_whatever_comes_in()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganActivation activation = new(_layout, 0.2);
        Tensor rows = activation.Apply(randn([50, _layout.Width], generator: noise).mul(500), noise);
        float[] values = rows.data<float>().ToArray();
        for (int row = 0; row < 50; row++)
        {
            Span<float> one = values.AsSpan(row * _layout.Width, _layout.Width);
            Assert.All(one[.._layout.Scalars].ToArray(), scalar => Assert.InRange(scalar, -1f, 1f));
            foreach (TableBlock block in _layout.Blocks)
            {
                Assert.Equal(1f, one.Slice(_layout.Scalars + block.TokenStart, block.TokenCount).ToArray().Sum(), 1e-5f);
            }
        }
    }

    [Fact]
    public void Tokens_are_drawn_at_the_softmax_of_their_logits()
    {
        const int Rows = 20_000;
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganActivation activation = new(_layout, 0.2);
        TableBlock mutated = _layout.Blocks[2];
        float[] logits = new float[_layout.Width];
        logits[_layout.Scalars + mutated.TokenStart + 1] = 1;

        Tensor rows = activation.Apply(tensor(logits).unsqueeze(0).expand(Rows, -1), noise);
        double share = rows.narrow(1, _layout.Scalars + mutated.TokenStart + 1, 1).gt(0.5).to_type(ScalarType.Float32).mean().ToDouble();
        double expected = Math.E / (1 + Math.E);
        double spread = 5 * Math.Sqrt(expected * (1 - expected) / Rows);
        Assert.InRange(share, expected - spread, expected + spread);
    }

    [Fact]
    public void A_token_the_ring_never_saw_is_never_drawn()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganActivation activation = new(_layout, 0.2);
        int never = _layout.Scalars + _layout.Blocks[1].TokenStart + 3;
        float[] logits = new float[_layout.Width];
        logits[never] = 100;
        Tensor rows = activation.Apply(tensor(logits).unsqueeze(0).expand(100, -1), noise);
        Assert.Equal(0, rows.narrow(1, never, 1).max().ToDouble());
    }

    [Fact]
    public void The_condition_loss_is_the_cross_entropy_of_the_conditioned_block_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using CtganActivation activation = new(_layout, 0.2);
        TableBlock mutated = _layout.Blocks[2];
        float[] logits = [.. Enumerable.Repeat(50f, _layout.Width)];
        logits[_layout.Scalars + mutated.TokenStart] = 2;
        logits[_layout.Scalars + mutated.TokenStart + 1] = 1;
        ConditionSet one = new(2, 3);
        one[1, 0] = mutated.TokenStart + 1;
        Tensor condition = one.MultiHot(_layout.ConditionTokens);
        float[] loss = activation.ConditionLoss(tensor(logits).unsqueeze(0).expand(2, -1), condition).data<float>().ToArray();
        Assert.Equal(0, loss[0]);
        Assert.Equal(Math.Log(1 + Math.E), loss[1], 1e-5);
    }

    [Fact]
    public void Gradients_reach_every_block()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganActivation activation = new(_layout, 1);
        Tensor raw = zeros([200, _layout.Width]).requires_grad_();
        Tensor weights = randn([_layout.Width], generator: noise);
        Tensor gradient = autograd.grad([activation.Apply(raw, noise).mul(weights).sum()], [raw])[0].abs().sum(dim: 0);
        float[] reached = gradient.data<float>().ToArray();
        reached[_layout.Scalars + _layout.Blocks[1].TokenStart + 3] = 1;
        Assert.All(reached, slope => Assert.True(slope > 0));
    }
}
