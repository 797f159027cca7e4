using System.Runtime.InteropServices;

namespace TorchSharp;

// Life, properties, memory and conversions. Mirrors native/tensor_data.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial void rf_tensor_free(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_numel(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_dim(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_type(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_device_type(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_device_index(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_element_size(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_is_contiguous(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_storage_offset(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void rf_tensor_sizes(nint self, long* destination);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void rf_tensor_strides(nint self, long* destination);

    [LibraryImport(Library)]
    internal static partial void* rf_tensor_data(nint self);

    [LibraryImport(Library)]
    internal static partial int rf_tensor_item(nint self, RfScalar* value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clone(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_alias(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_contiguous(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_copy_(nint self, nint source, int nonBlocking);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_to(nint self, int type, int deviceType, int deviceIndex, int copy, int nonBlocking);
}
