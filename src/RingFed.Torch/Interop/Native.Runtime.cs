using System.Runtime.InteropServices;

namespace TorchSharp;

// Threads and devices. Mirrors native/runtime.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial int rf_runtime_get_threads();

    [LibraryImport(Library)]
    internal static partial int rf_runtime_set_threads(int count);

    [LibraryImport(Library)]
    internal static partial int rf_runtime_get_interop_threads();

    [LibraryImport(Library)]
    internal static partial int rf_runtime_set_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int rf_runtime_cuda_count();

    [LibraryImport(Library)]
    internal static partial int rf_runtime_cuda_synchronize(long index);
}
