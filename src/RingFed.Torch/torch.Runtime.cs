namespace TorchSharp;

public static partial class torch
{
    /// <summary>The innermost open scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Opens a scope that disposes of the tensors made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>Evaluates in a scope of its own, and hands the result to the scope around.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>Threads that one operation may use.</summary>
    public static int get_num_threads() => Native.rf_runtime_get_threads();

    /// <inheritdoc cref="get_num_threads"/>
    /// <remarks>Applies to OpenBLAS too, where libtorch uses it: its own pool would fight for the same cores.</remarks>
    public static void set_num_threads(int num) => Native.Check(Native.rf_runtime_set_threads(num));

    /// <summary>Threads for independent operations.</summary>
    public static int get_num_interop_threads() => Native.rf_runtime_get_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.rf_runtime_set_interop_threads(num));

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Graphics processors.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count()
        {
            int count = Native.rf_runtime_cuda_count();
            Native.Check(count < 0 ? 1 : 0);
            return count;
        }

        /// <summary>Waits for all work queued on the device; on the first where none is named.</summary>
        public static void synchronize(Device? device = null) =>
            Native.Check(Native.rf_runtime_cuda_synchronize(Math.Max(device?.index ?? 0, 0)));
    }
}
