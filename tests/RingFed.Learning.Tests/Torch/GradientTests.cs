using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

/// <summary>The tape against central finite differences in float64.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-6;

    public static TheoryData<string, Func<Tensor, Tensor>> Operations => new()
    {
        { "products", x => x.matmul(x.t()).sum() },
        { "quotient and power", x => (x.pow(3) / (x.abs() + 1)).sum() },
        { "number over tensor", x => (2.0 / (x.square() + 1)).sum() },
        { "exp, log and sqrt", x => (x.exp().log1p().sqrt() * x.tanh()).sum() },
        { "softplus and sigmoid", x => (x.softplus() * x.sigmoid()).mean() },
        { "erf and gelu", x => (x.erf() + nn.functional.gelu(x)).sum() },
        { "log-softmax", x => x.log_softmax(1).select(1, 0).sum() },
        { "logsumexp", x => x.logsumexp(1).sum() },
        { "layer norm", x => (nn.functional.layer_norm(x, [4]) * x).sum() },
        { "variance and norm", x => x.var(1).sum() + x.norm() },
        { "cat, narrow and transpose", x => (cat([x.narrow(1, 0, 2), x.narrow(1, 1, 2)], 1) * x.roll(1, 0)).sum() },
        { "where and clamp", x => where(x > 0, x * 2, x.clamp(-0.5, 0.5)).sum() },
        { "leaky relu", x => nn.functional.leaky_relu(x, 0.2).square().sum() },
        { "cross entropy", x => nn.functional.cross_entropy(x, tensor(new long[] { 0, 2, 1 })) },
        { "binary cross entropy", x => nn.functional.binary_cross_entropy_with_logits(x, zeros_like(x) + 0.3) },
        { "gather", x => x.gather(1, tensor(new long[,] { { 0 }, { 2 }, { 3 } })).exp().sum() },
        { "einsum", x => einsum("ij,kj->ik", x, x).sum() },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_gradient_agrees_with_central_differences(string operation, Func<Tensor, Tensor> function)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(7);
        Tensor x = randn(3, 4, dtype: float64, generator: generator).requires_grad_();

        function(x).backward();
        double[] analytic = x.grad!.data<double>().ToArray();

        for (int i = 0; i < analytic.Length; i++)
        {
            double numeric = (At(x, i, Step, function) - At(x, i, -Step, function)) / (2 * Step);
            Assert.True(Math.Abs(numeric - analytic[i]) < 1e-6 * Math.Max(1, Math.Abs(numeric)), $"{operation} [{i}]: {numeric} against {analytic[i]}");
        }
    }

    [Fact]
    public void A_gradient_penalty_differentiates_through_its_own_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(11);
        Tensor weight = randn(4, 1, dtype: float64, generator: generator).requires_grad_();
        Tensor x = randn(5, 4, dtype: float64, generator: generator).requires_grad_();

        Penalty(x, weight).backward();
        double[] analytic = weight.grad!.data<double>().ToArray();

        for (int i = 0; i < analytic.Length; i++)
        {
            double numeric = (At(weight, i, Step, w => Penalty(x, w)) - At(weight, i, -Step, w => Penalty(x, w))) / (2 * Step);
            Assert.Equal(numeric, analytic[i], 6);
        }
    }

    [Fact]
    public void An_input_that_was_not_used_has_no_gradient_where_that_is_allowed()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor used = ones(2, requires_grad: true);
        Tensor unused = ones(2, requires_grad: true);

        IList<Tensor> gradients = autograd.grad([(used * 3).sum()], [used, unused], allow_unused: true);

        Assert.Equal([3f, 3f], gradients[0].data<float>().ToArray());
        Assert.Null(gradients[1]);
    }

    [Fact]
    public void Nothing_is_recorded_while_the_tape_is_off_and_it_comes_back()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Weights_of_several_outputs_scale_their_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }).requires_grad_();

        Tensor gradient = autograd.grad([x * x], [x], grad_outputs: [tensor(new[] { 1.0, 10.0 })])[0];

        Assert.Equal([2.0, 40.0], gradient.data<double>().ToArray());
    }

    // (‖∂ tanh(x w)²/∂x‖ - 1)², a critic's penalty with a curved critic.
    private static Tensor Penalty(Tensor x, Tensor weight)
    {
        Tensor score = x.matmul(weight).tanh().square().sum();
        Tensor slope = autograd.grad([score], [x], create_graph: true)[0];
        return (slope.square().sum(1).add(1e-12).sqrt() - 1).square().mean();
    }

    private static double At(Tensor x, int index, double shift, Func<Tensor, Tensor> function)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor moved = x.detach().clone();
        moved.data<double>()[index] += shift;
        return function(moved.requires_grad_()).item<double>();
    }
}
