using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

public sealed class OptimizerTests
{
    [Fact]
    public void The_first_step_of_Adam_moves_each_weight_by_the_learning_rate_against_its_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = nn.Parameter(tensor(new[] { 1.0, -2.0 }));
        using Adam adam = optim.Adam([weight], lr: 0.1, beta1: 0.9, beta2: 0.999, eps: 1e-8);
        weight.grad = tensor(new[] { 0.5, -4.0 });

        adam.step();

        // m = (1-b1) g, v = (1-b2) g²; both corrections undo the factors, so the step is lr g / (|g| + eps).
        Assert.Equal(1 - (0.1 * 0.5 / (0.5 + 1e-8)), weight[0].item<double>(), 12);
        Assert.Equal(-2 + (0.1 * 4 / (4 + 1e-8)), weight[1].item<double>(), 12);
    }

    [Fact]
    public void The_second_step_of_Adam_follows_the_corrected_moments()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = nn.Parameter(tensor(new[] { 1.0 }));
        using Adam adam = optim.Adam([weight], lr: 0.1, beta1: 0.5, beta2: 0.75, weight_decay: 0.5);
        double x = 1, m = 0, v = 0;
        for (int t = 1; t <= 2; t++)
        {
            double g = t + (0.5 * x);
            m = (0.5 * m) + (0.5 * g);
            v = (0.75 * v) + (0.25 * g * g);
            x -= 0.1 * (m / (1 - Math.Pow(0.5, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.75, t))) + 1e-8);
            weight.grad = tensor(new[] { (double)t });
            adam.step();
        }

        Assert.Equal(x, weight[0].item<double>(), 12);
    }

    [Fact]
    public void AdamW_shrinks_the_weight_itself_and_not_the_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = nn.Parameter(tensor(new[] { 2.0 }));
        using AdamW adam = optim.AdamW([weight], lr: 0.1, weight_decay: 0.5);
        weight.grad = tensor(new[] { 3.0 });

        adam.step();

        Assert.Equal((2 * (1 - (0.1 * 0.5))) - 0.1, weight[0].item<double>(), 7);
    }

    [Fact]
    public void Sgd_with_momentum_adds_up_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = nn.Parameter(tensor(new[] { 1.0 }));
        using SGD sgd = optim.SGD([weight], learningRate: 0.1, momentum: 0.9, weight_decay: 0.5);

        weight.grad = tensor(new[] { 2.0 });
        sgd.step(); // g = 2.5, v = 2.5, w = 0.75
        weight.grad = tensor(new[] { 1.0 });
        sgd.step(); // g = 1.375, v = 2.25 + 1.375 = 3.625, w = 0.3875

        Assert.Equal(0.3875, weight[0].item<double>(), 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_fused_step_equals_the_general_one(bool decoupled)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(3);
        Tensor start = randn(300, 300, generator: generator);
        Parameter dense = nn.Parameter(start.clone());
        // Memory in the order of the transpose is not contiguous, so its step takes the general path.
        Parameter strided = nn.Parameter(start.t().contiguous().t());
        Assert.False(strided.is_contiguous());
        using OptimizerHelper fused = Optimizer(dense, decoupled);
        using OptimizerHelper general = Optimizer(strided, decoupled);

        for (int i = 0; i < 3; i++)
        {
            Tensor gradient = randn(300, 300, generator: generator);
            dense.grad = gradient;
            strided.grad = gradient.t().contiguous().t();
            fused.step();
            general.step();
        }

        Assert.True(dense.allclose(strided, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Restored_state_takes_the_same_next_step()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter first = nn.Parameter(tensor(new[] { 1f, 2f, 3f }));
        using Adam original = optim.Adam([first], lr: 0.05);
        first.grad = tensor(new[] { 1f, -1f, 0.5f });
        original.step();

        Parameter second = nn.Parameter(first.detach().clone());
        using Adam restored = optim.Adam([second], lr: 0.5);
        using MemoryStream saved = new();
        using BinaryWriter writer = new(saved);
        original.save_state_dict(writer);
        saved.Position = 0;
        using BinaryReader reader = new(saved);
        restored.load_state_dict(reader);

        Parameter third = nn.Parameter(first.detach().clone());
        using Adam copied = optim.Adam([third], lr: 0.5);
        copied.load_state_dict(original.state_dict());

        foreach ((Parameter weight, Adam adam) in new[] { (first, original), (second, restored), (third, copied) })
        {
            weight.grad = tensor(new[] { 0.1f, 0.2f, 0.3f });
            adam.step();
        }

        Assert.True(first.Equals(second));
        Assert.True(first.Equals(third));
    }

    [Fact]
    public void A_stream_of_another_optimiser_is_refused_by_name()
    {
        using DisposeScope scope = NewDisposeScope();
        using SGD sgd = optim.SGD([nn.Parameter(ones(1))], 0.1);
        using Adam adam = optim.Adam([nn.Parameter(ones(1))]);
        using MemoryStream saved = new();
        using BinaryWriter writer = new(saved);
        sgd.save_state_dict(writer);
        saved.Position = 0;
        using BinaryReader reader = new(saved);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => adam.load_state_dict(reader));

        Assert.Contains("SGD", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_keep_their_own_learning_rates_and_a_weight_without_gradient_rests()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter slow = nn.Parameter(ones(1, float64));
        Parameter fast = nn.Parameter(ones(1, float64));
        Parameter resting = nn.Parameter(ones(1, float64));
        using Adam adam = optim.Adam([new Adam.ParamGroup([slow], lr: 0.01), new Adam.ParamGroup([fast, resting], lr: 0.1)]);
        adam.ParamGroups.Last().LearningRate = 0.2;
        slow.grad = ones(1, float64);
        fast.grad = ones(1, float64);

        adam.step();

        Assert.Equal(0.99, slow.item<double>(), 6);
        Assert.Equal(0.8, fast.item<double>(), 6);
        Assert.Equal(1.0, resting.item<double>());
        Assert.Equal([1L, 1L, 0L], adam.state_dict().State.Cast<Adam.State>().Select(state => state.step));
    }

    [Fact]
    public void Clipping_scales_all_gradients_to_the_joint_norm()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter a = nn.Parameter(zeros(1));
        Parameter b = nn.Parameter(zeros(1));
        a.grad = tensor(new[] { 3f });
        b.grad = tensor(new[] { 4f });

        double before = nn.utils.clip_grad_norm_([a, b], 1);

        Assert.Equal(5, before, 6);
        Assert.Equal(0.6f, a.grad.item<float>(), 5);
        Assert.Equal(0.8f, b.grad.item<float>(), 5);
    }

    private static OptimizerHelper Optimizer(Parameter weight, bool decoupled) =>
        decoupled ? optim.AdamW([weight], lr: 0.01, weight_decay: 0.1) : optim.Adam([weight], lr: 0.01, weight_decay: 0.1);
}
