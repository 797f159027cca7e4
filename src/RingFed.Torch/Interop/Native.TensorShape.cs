using System.Runtime.InteropServices;

namespace TorchSharp;

// Views, joins, selections and scatters. Mirrors native/tensor_shape.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_view(nint self, long* shape, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_reshape(nint self, long* shape, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_expand(nint self, long* sizes, int count, int isImplicit);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_repeat(nint self, long* sizes, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_permute(nint self, long* dims, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_flip(nint self, long* dims, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_transpose(nint self, long dim0, long dim1);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_t(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_squeeze(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_squeeze_dim(nint self, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_unsqueeze(nint self, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_flatten(nint self, long start, long end);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_narrow(nint self, long dim, long start, long length);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_slice(nint self, long dim, long start, long end, long step);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_select(nint self, long dim, long index);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_select(nint self, long dim, nint index);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_gather(nint self, long dim, nint index);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter(nint self, long dim, nint index, nint source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter_(nint self, long dim, nint index, nint source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter_add(nint self, long dim, nint index, nint source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_scatter_add_(nint self, long dim, nint index, nint source);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_add(nint self, long dim, nint index, nint source, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_add_(nint self, long dim, nint index, nint source, RfScalar alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_masked_fill(nint self, nint mask, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_masked_fill_(nint self, nint mask, RfScalar value);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_masked_select(nint self, nint mask);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_nonzero(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_tril(nint self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_triu(nint self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_diag(nint self, long diagonal);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_roll(nint self, long* shifts, int shiftCount, long* dims, int dimCount);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_repeat_interleave(nint self, long repeats, long dim, int hasDim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_unfold(nint self, long dim, long size, long step);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cat(nint* list, int count, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_stack(nint* list, int count, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_split(nint self, long size, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_split_sizes(nint self, long* sizes, int count, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_chunk(nint self, long chunks, long dim);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_unbind(nint self, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index(nint self, nint* indices, int count);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_index_put_(nint self, nint* indices, int count, nint values, int accumulate);
}
