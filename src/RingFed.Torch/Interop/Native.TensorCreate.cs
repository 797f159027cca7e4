using System.Runtime.InteropServices;

namespace TorchSharp;

// Making tensors. Mirrors native/tensor_create.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_zeros(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_ones(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_empty(long* sizes, int count, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_full(long* sizes, int count, RfScalar value, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_arange(RfScalar start, RfScalar stop, RfScalar step, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_linspace(double start, double end, long steps, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_eye(long rows, long columns, int type, int deviceType, int deviceIndex, int requiresGrad);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_from_memory(void* data, long* sizes, int count, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_over_memory(void* data, long* sizes, int count, int type, delegate* unmanaged<void*, void> release, void* context);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scalar(RfScalar value, int deviceType, int deviceIndex);
}
