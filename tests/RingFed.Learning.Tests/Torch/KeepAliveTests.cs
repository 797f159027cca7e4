using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Torch;

// Temporaries outside any scope, with a collector that never rests: each call must keep what it works on alive.
public sealed class KeepAliveTests
{
    private const int Rounds = 300;

    [Fact]
    public void A_temporary_is_not_freed_while_a_call_works_on_it() => Under(() =>
    {
        double sum = (ones(4_096) * 2 + ones(4_096)).view(64, 64).t().matmul(ones(64, 64)).sum().item<float>();
        Assert.Equal(3.0 * 64 * 4_096, sum);
    });

    [Fact]
    public void Temporaries_of_a_list_are_not_freed_while_a_call_works_on_them() => Under(() =>
    {
        float[] joined = cat([ones(2_048) * 3, ones(2_048) + 3]).data<float>().ToArray();
        Assert.Equal(3f, joined[0]);
        Assert.Equal(4f, joined[^1]);
    });

    [Fact]
    public void A_temporary_is_not_freed_while_an_accessor_reads_it() => Under(() =>
    {
        Assert.Equal(5f, (ones(8_192) * 5).data<float>()[8_191]);
        Assert.All((ones(1_000) * 7).data<float>(), value => Assert.Equal(7f, value));
    });

    [Fact]
    public void A_temporary_generator_is_not_freed_while_it_draws() => Under(() =>
        Assert.Equal(7, new Generator(7).initial_seed() + (randn([512], generator: new Generator(7)).numel() - 512)));

    private static void Under(Action body)
    {
        Assert.Null(CurrentDisposeScope);
        using CancellationTokenSource done = new();
        Thread collector = new(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (int i = 0; i < Rounds; i++)
            {
                body();
            }
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }
}
