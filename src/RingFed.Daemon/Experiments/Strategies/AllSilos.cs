using System.Runtime.ExceptionServices;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>Does the same at all silos side by side.</summary>
internal static class AllSilos
{
    /// <summary>
    /// One result a silo, each on a thread of its own: training takes long, and libtorch's gradient mode belongs to the
    /// thread. The first that fails stops the others, which may wait for its part of a sum.
    /// </summary>
    /// <remarks>What a silo made before another failed is garbage to be collected: only whole arms are disposed.</remarks>
    public static T[] Run<T>(int silos, Func<int, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        if (silos == 1)
        {
            return [work(0, stop).GetAwaiter().GetResult()];
        }

        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? first = null;
        Task<T>[] running = [.. Enumerable.Range(0, silos).Select(silo => Task.Factory.StartNew(Guarded(silo), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())];
        Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        first?.Throw();
        return [.. running.Select(done => done.Result)];

        Func<Task<T>> Guarded(int silo) => async () =>
        {
            try
            {
                return await work(silo, failed.Token);
            }
            catch (Exception fault)
            {
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(fault), null);
                failed.Cancel();
                throw;
            }
        };
    }
}
