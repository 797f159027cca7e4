using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class CtganCriticTests
{
    private static readonly TableLayout _layout = new(TableToy.Fit(TableToy.Draw(300, seed: 4)));
    private static readonly CtganOptions _options = CtganToy.Small with { CriticDropout = 0 };

    [Fact]
    public void The_penalty_of_a_linear_critic_is_known_by_hand()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganCritic critic = new(_options with { CriticSize = 1 }, _layout);

        // score = 2 x 3 x (0.5 x first input) with all units open: the gradient has length 3, the penalty is 10 (3 - 1)².
        Span<float> values = critic.Parameters.Values;
        values.Clear();
        int inputs = critic.Parameters.Specs[0].Count;
        values[0] = 0.5f;
        values[inputs] = 1;
        values[inputs + 1] = 3;
        values[inputs + 3] = 2;
        Tensor penalty = critic.Penalty(critic.InputLayer(ones([2, inputs])), noise);
        Assert.Equal([40f, 40f], penalty.data<float>().ToArray());
    }

    [Fact]
    public void The_penalty_equals_the_one_that_differentiates_the_score_twice()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganCritic critic = Random();
        long inputs = critic.Parameters.Specs[0].Shape[1];
        Tensor points = randn([4, inputs], generator: noise).requires_grad_();

        Tensor gradient = autograd.grad([critic.Score(points, noise).sum()], [points], create_graph: true)[0];
        Tensor slow = gradient.square().sum(1).sqrt().sub(1).square().mul(10);
        Tensor fast = critic.Penalty(critic.InputLayer(points).detach(), noise);
        AssertClose(slow, fast);

        Tensor slowWeights = autograd.grad([slow.sum()], [critic.Parameters[0]])[0];
        Tensor fastWeights = autograd.grad([fast.sum()], [critic.Parameters[0]])[0];
        AssertClose(slowWeights.reshape(-1), fastWeights.reshape(-1));
    }

    [Fact]
    public void The_loss_is_one_value_a_pack_and_falls_with_the_score_of_the_real_ones()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator noise = new(1);
        using CtganCritic critic = new(_options with { GradientPenalty = 0 }, _layout);
        critic.Parameters.Initialise(new(3));
        long inputs = critic.Parameters.Specs[0].Shape[1];
        Tensor real = randn([4, inputs], generator: noise);
        Tensor fake = randn([4, inputs], generator: noise);
        Tensor expected = critic.Score(fake, noise).sub(critic.Score(real, noise));
        Tensor loss = critic.Loss(real, fake, noise);
        Assert.Equal([4L], loss.shape);
        AssertClose(expected, loss);
    }

    private static CtganCritic Random()
    {
        CtganCritic critic = new(_options, _layout);
        critic.Parameters.Initialise(new(3));
        return critic;
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        float[] wanted = expected.data<float>().ToArray();
        float[] got = actual.data<float>().ToArray();
        Assert.Equal(wanted.Length, got.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.InRange(got[i], wanted[i] - 1e-4f, wanted[i] + 1e-4f);
        }
    }
}
