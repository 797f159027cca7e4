using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

public sealed class LifetimeTests
{
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Fact]
    public void A_scope_disposes_of_all_that_was_made_in_it()
    {
        long before = Live;
        using (NewDisposeScope())
        {
            Tensor x = ones(3, requires_grad: true);
            (x * 2 + 1).sum().backward();
            _ = x.grad;
            Assert.True(Live > before);
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void A_training_loop_ends_with_the_live_count_it_began_with()
    {
        long before = Live;
        using (Sequential model = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.LeakyReLU(0.2), nn.Dropout(0.1), nn.Linear(8, 1)))
        using (Adam adam = optim.Adam(model.parameters()))
        {
            for (int i = 0; i < 5; i++)
            {
                using DisposeScope scope = NewDisposeScope();
                adam.zero_grad();
                model.call(randn(16, 4)).square().mean().backward();
                adam.step();
            }
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void What_moves_out_survives_its_scope_and_no_further_one()
    {
        long before = Live;
        using (DisposeScope outer = NewDisposeScope())
        {
            Tensor kept;
            using (NewDisposeScope())
            {
                kept = (ones(2) + 1).MoveToOuterDisposeScope();
            }

            Assert.Equal([2f, 2f], kept.data<float>().ToArray());
            Assert.True(outer.Contains(kept));
            Assert.Equal(1, outer.DisposablesCount);
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void A_detached_tensor_belongs_to_whoever_holds_it()
    {
        long before = Live;
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(2).DetachFromDisposeScope();
        }

        Assert.False(kept.IsInvalid);
        Assert.Equal(before + 1, Live);
        kept.Dispose();
        Assert.Equal(before, Live);
    }

    [Fact]
    public void Keeping_some_disposes_of_the_rest()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = ones(1);
        Tensor second = ones(1);
        Tensor third = ones(1);

        scope.DisposeEverythingBut(second);

        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.True(third.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void A_tensor_that_was_disposed_of_says_so()
    {
        Tensor gone = ones(1);
        gone.Dispose();
        gone.Dispose();

        Assert.Throws<InvalidOperationException>(() => gone.sum());
    }

    [Fact]
    public void Making_a_parameter_takes_over_the_tensor_and_counts_once()
    {
        long before = Live;
        using (NewDisposeScope())
        {
            Tensor data = ones(2);
            Parameter parameter = nn.Parameter(data);
            Assert.True(data.IsInvalid);
            Assert.True(parameter.requires_grad);
            Assert.Equal(before + 1, Live);
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void An_error_of_libtorch_arrives_with_its_message_and_leaves_nothing_behind()
    {
        long before = Live;
        using (NewDisposeScope())
        {
            ExternalException error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
            Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message, StringComparison.Ordinal);
            Assert.Equal(6, ones(2, 3).sum().item<float>());
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void An_error_in_a_list_an_in_place_function_or_the_tape_arrives_too()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => ones(4).split([1, 2]));
        Assert.Throws<ExternalException>(() => ones(4).add_(ones(3)));
        Assert.Throws<ExternalException>(() => ones(4).backward());
        Assert.Throws<ExternalException>(() => ones(4).to(new Device("cuda:97")));
    }
}
