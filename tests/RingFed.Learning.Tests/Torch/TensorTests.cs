using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

public sealed class TensorTests
{
    [Fact]
    public void A_buffer_view_and_its_array_see_each_others_writes()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] memory = [1, 2, 3, 4];
        Tensor view = frombuffer(memory, float32);

        memory[0] = 10;
        view.mul_(2);

        Assert.Equal(20, view[0].item<float>());
        Assert.Equal([20f, 4f, 6f, 8f], memory);
    }

    [Fact]
    public void A_buffer_view_can_skip_count_and_reshape()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] memory = [0, 1, 2, 3, 4, 5];

        Tensor view = frombuffer(memory, float64, count: 4, offset: 1).view(2, 2);
        view[1, 0] = tensor(-3.0);

        Assert.Equal([0, 1, 2, -3, 4, 5], memory);
        Assert.Throws<ArgumentOutOfRangeException>(() => frombuffer(memory, float64, count: 7));
    }

    [Fact]
    public void Bytes_and_accessors_alias_the_tensor()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(2, 2);

        x.data<float>()[1, 1] = 7;
        BitConverter.TryWriteBytes(x.bytes, 3f);

        Assert.Equal([3f, 0f, 0f, 7f], x.data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => x.data<double>());
    }

    [Fact]
    public void An_accessor_walks_a_transpose_in_row_major_order()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } }).t();
        float[] read = new float[6];

        x.data<float>().CopyTo(read);

        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], read);
        Assert.Equal(2f, x.data<float>()[1, 0]);
    }

    [Fact]
    public void Numbers_promote_as_numbers_do()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float32, (ones(1) * 2.0).dtype);
        Assert.Equal(ScalarType.Float32, (1.0 / ones(1)).dtype);
        Assert.Equal(ScalarType.Float32, (2 - ones(1, int64) * 0.5).dtype);
        Assert.Equal(0.25f, (1 / tensor(new[] { 4 })).item<float>());
        Assert.Equal(-1, (2 - tensor(new[] { 3L })).item<long>());
        Assert.Equal(ScalarType.Int64, full(2, 7).dtype);
        Assert.Equal(ScalarType.Bool, (arange(3) > 1).dtype);
    }

    [Fact]
    public void Brackets_take_numbers_ranges_masks_and_new_dimensions()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(24).view(2, 3, 4);

        Assert.Equal(23, x[1, 2, 3].item<long>());
        Assert.Equal([2L, 4L], x[.., 1].shape);
        Assert.Equal([4L, 5L, 6L, 7L], x[0, 1].data<long>().ToArray());
        Assert.Equal([3L, 7L, 11L], x[0, TensorIndex.Ellipsis, TensorIndex.Single(-1)].data<long>().ToArray());
        Assert.Equal([2L, 1L, 2L, 4L], x[TensorIndex.Colon, TensorIndex.None, TensorIndex.Slice(1)].shape);
        Assert.Equal([20L, 21L, 22L, 23L], x[x >= 20].data<long>().ToArray());
        Assert.Equal([2L, 2L, 4L], x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 2, 0 }))].shape);
        Assert.Equal(8, x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 2, 0 }))][0, 0, 0].item<long>());
    }

    [Fact]
    public void Assigning_through_brackets_writes_into_the_tensor()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = zeros(3, 3);

        x[0] = ones(3);
        x[1, 2] = tensor(5f);
        x[TensorIndex.Slice(2), TensorIndex.Colon] = full(1, 3, 9f);
        x[x == 9] = tensor(-1f);

        Assert.Equal([1f, 1f, 1f, 0f, 0f, 5f, -1f, -1f, -1f], x.data<float>().ToArray());
    }

    [Fact]
    public void Order_statistics_and_reductions_agree_with_hand_counts()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[,] { { 3f, 1f, 2f }, { 6f, 5f, 4f } });

        Assert.Equal([3f, 6f], x.max(1).values.data<float>().ToArray());
        Assert.Equal([0L, 0L], x.argmax(1).data<long>().ToArray());
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], x.sort(1).Values.data<float>().ToArray());
        Assert.Equal([2f, 5f], x.mean([1]).data<float>().ToArray());
        Assert.Equal([1f, 1f], x.var(1).data<float>().ToArray());
        Assert.Equal([6f, 5f], x.topk(2).values[1].data<float>().ToArray());
        Assert.Equal([3f, 4f, 6f], x.cumsum(1)[0].data<float>().ToArray());
        Assert.Equal(Math.Sqrt(91), x.norm().item<float>(), 4);
    }

    [Fact]
    public void Modules_name_their_parts_after_their_fields()
    {
        using DisposeScope scope = NewDisposeScope();
        using Pair pair = new();

        Assert.Equal(
            ["scale", "first.weight", "first.bias", "rest.0.weight", "rest.0.bias", "rest.2.weight", "rest.2.bias"],
            pair.named_parameters().Select(own => own.name));
        Assert.Equal(8, pair.state_dict().Count);
        Assert.Equal([5L, 2L], pair.call(ones(5, 3)).shape);
    }

    [Fact]
    public void A_state_dictionary_makes_another_module_equal()
    {
        using DisposeScope scope = NewDisposeScope();
        using Pair first = new();
        using Pair second = new();
        Tensor input = randn(4, 3);
        Assert.False(first.call(input).Equals(second.call(input)));

        (IList<string> missing, IList<string> unexpected) = second.load_state_dict(first.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(first.call(input).Equals(second.call(input)));
        Assert.Throws<InvalidOperationException>(() => second.load_state_dict([]));
    }

    [Fact]
    public void A_module_converts_in_place_and_keeps_its_parameters_identity()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear linear = nn.Linear(2, 2);
        Parameter weight = linear.weight;

        linear.to(float64);

        Assert.Same(weight, linear.weight);
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.Equal(ScalarType.Float64, linear.call(ones(1, 2, float64)).dtype);
    }

    [Fact]
    public void Dropout_rests_in_evaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = nn.Sequential(nn.Dropout(0.5));
        model.eval();
        Assert.True(ones(100).Equals(model.call(ones(100))));
        model.train();
        Assert.False(ones(100).Equals(model.call(ones(100))));
    }

    [Fact]
    public void A_convolution_and_its_transpose_invert_each_others_shape()
    {
        using DisposeScope scope = NewDisposeScope();
        using Conv2d down = nn.Conv2d(3, 8, 4, stride: 2, padding: 1);
        using ConvTranspose2d up = nn.ConvTranspose2d(8, 3, 4, stride: 2, padding: 1);
        using GroupNorm norm = nn.GroupNorm(2, 8);

        Tensor small = norm.call(down.call(randn([2, 3, 32, 32])));

        Assert.Equal([2L, 8L, 16L, 16L], small.shape);
        Assert.Equal([2L, 3L, 32L, 32L], up.call(small).shape);
    }

    [Fact]
    public void Threads_can_be_limited()
    {
        int before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
    }

    private sealed class Pair : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(3, 4);
        private readonly Sequential rest = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2));
        private readonly Parameter scale = nn.Parameter(ones(1));
        private readonly Tensor offset = zeros(1);

        internal Pair()
            : base(nameof(Pair)) => RegisterComponents();

        public override Tensor forward(Tensor input) => (rest.call(first.call(input)) * scale) + offset;
    }
}
