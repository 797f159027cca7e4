using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal interface IAdamState
{
    long Step { get; set; }

    Tensor Average { get; }

    Tensor Square { get; }

    Tensor? Largest { get; }
}

// Hands all parameters of a group to the native step in one call.
internal static class AdamBatch
{
    internal static unsafe void Run((Parameter Parameter, IAdamState State)[] batch, AdamStep step)
    {
        int count = batch.Length;
        nint[] handles = new nint[count * 4];
        long[] steps = new long[count];
        for (int i = 0; i < count; i++)
        {
            (Parameter parameter, IAdamState state) = batch[i];
            handles[i] = parameter.Handle;
            handles[count + i] = state.Average.Handle;
            handles[(2 * count) + i] = state.Square.Handle;
            handles[(3 * count) + i] = state.Largest?.Handle ?? 0;
            steps[i] = state.Step;
        }

        fixed (nint* list = handles)
        fixed (long* counts = steps)
        {
            int failed = Native.rf_optim_adam(
                list, list + count, list + (2 * count), list + (3 * count), counts, count, &step);
            GC.KeepAlive(batch);
            for (int i = 0; i < count; i++)
            {
                batch[i].State.Step = steps[i];
            }

            Native.Check(failed);
        }
    }
}
