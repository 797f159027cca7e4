using System.Runtime.InteropServices;

namespace TorchSharp;

// Life, properties, memory and conversions. Mirrors native/tensor_data.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial void rf_tensor_free(nint self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_numel(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_dim(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_type(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_device_type(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_device_index(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_element_size(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_tensor_is_contiguous(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long rf_tensor_storage_offset(torch.Tensor self);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void rf_tensor_sizes(torch.Tensor self, long* destination);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void rf_tensor_strides(torch.Tensor self, long* destination);

    [LibraryImport(Library)]
    internal static partial void* rf_tensor_data(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial int rf_tensor_item(torch.Tensor self, RfScalar* value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_clone(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_alias(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_contiguous(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_copy_(torch.Tensor self, torch.Tensor source, int nonBlocking);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_to(torch.Tensor self, int type, int deviceType, int deviceIndex, int copy, int nonBlocking);
}
