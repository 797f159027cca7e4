using System.Runtime.InteropServices;

namespace TorchSharp;

// Reductions and order statistics. Mirrors native/tensor_reduce.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sum(nint self, long* dims, int count, int keep, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mean(nint self, long* dims, int count, int keep, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_var(nint self, long* dims, int count, int unbiased, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_std(nint self, long* dims, int count, int unbiased, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_prod(nint self, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_prod_dim(nint self, long dim, int keep, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_amax(nint self, long* dims, int count, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_amin(nint self, long* dims, int count, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_max(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_min(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_median(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_all(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_any(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_all_dim(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_any_dim(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmax(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmin(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmax_dim(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmin_dim(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argsort(nint self, long dim, int descending);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logsumexp(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cumsum(nint self, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cumprod(nint self, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_norm(nint self, double p);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_norm_dim(nint self, double p, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_trace(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_count_nonzero(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bincount(nint self, nint weights, long minimumLength);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_quantile(nint self, nint q, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_max_dim(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_min_dim(nint self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_sort(nint self, long dim, int descending, int stable);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_topk(nint self, long k, long dim, int largest, int sorted);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_unique(nint self, int sorted, int inverse, int counts);

    [LibraryImport(Library)]
    internal static partial int rf_tensor_allclose(nint self, nint other, double rtol, double atol, int equalNan);

    [LibraryImport(Library)]
    internal static partial int rf_tensor_equal(nint self, nint other);
}
