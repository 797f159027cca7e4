using System.Runtime.ExceptionServices;

namespace RingFed.Federation.Aggregation.Kernels;

/// <summary>Runs blocks on several threads. Blocks are handed out first come; nothing may depend on who gets which.</summary>
internal static class BlockWorkers
{
    /// <param name="scratch">Makes one worker's own buffers.</param>
    /// <exception cref="AggregationException">A thread flushes subnormals.</exception>
    internal static void Run<TScratch>(int blocks, int threads, Func<TScratch> scratch, Action<int, TScratch> work)
    {
        int next = -1;
        void Worker(int worker)
        {
            SubnormalProbe.Require();
            TScratch own = scratch();
            for (int block = Interlocked.Increment(ref next); block < blocks; block = Interlocked.Increment(ref next))
            {
                work(block, own);
            }
        }

        int workers = Math.Min(threads, blocks);
        if (workers <= 1)
        {
            Worker(0);
            return;
        }

        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, Worker);
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }
    }
}
