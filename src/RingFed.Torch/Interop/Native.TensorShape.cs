using System.Runtime.InteropServices;

namespace TorchSharp;

// Views, joins, selections and scatters. Mirrors native/tensor_shape.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_view(torch.Tensor self, long* shape, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_reshape(torch.Tensor self, long* shape, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expand(torch.Tensor self, long* sizes, int count, int isImplicit);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_repeat(torch.Tensor self, long* sizes, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_permute(torch.Tensor self, long* dims, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_flip(torch.Tensor self, long* dims, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_transpose(torch.Tensor self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_t(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_squeeze(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_squeeze_dim(torch.Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_unsqueeze(torch.Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_flatten(torch.Tensor self, long start, long end);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_narrow(torch.Tensor self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_slice(torch.Tensor self, long dim, long start, long end, long step);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_select(torch.Tensor self, long dim, long index);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_select(torch.Tensor self, long dim, torch.Tensor index);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gather(torch.Tensor self, long dim, torch.Tensor index);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter_(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter_add(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter_add_(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_add(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_add_(torch.Tensor self, long dim, torch.Tensor index, torch.Tensor source, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_masked_fill(torch.Tensor self, torch.Tensor mask, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_masked_fill_(torch.Tensor self, torch.Tensor mask, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_masked_select(torch.Tensor self, torch.Tensor mask);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_nonzero(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tril(torch.Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_triu(torch.Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_diag(torch.Tensor self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_roll(torch.Tensor self, long* shifts, int shiftCount, long* dims, int dimCount);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_repeat_interleave(torch.Tensor self, long repeats, long dim, int hasDim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_unfold(torch.Tensor self, long dim, long size, long step);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cat(TensorList list, int count, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_stack(TensorList list, int count, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_split(torch.Tensor self, long size, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_split_sizes(torch.Tensor self, long* sizes, int count, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_chunk(torch.Tensor self, long chunks, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_unbind(torch.Tensor self, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index(torch.Tensor self, TensorList indices, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_put_(torch.Tensor self, TensorList indices, int count, torch.Tensor values, int accumulate);
}
