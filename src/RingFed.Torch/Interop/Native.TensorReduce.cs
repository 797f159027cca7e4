using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// Reductions and order statistics. Mirrors native/tensor_reduce.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_tensor_sum(torch.Tensor self, long* dims, int count, int keep, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_mean(torch.Tensor self, long* dims, int count, int keep, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_var(torch.Tensor self, long* dims, int count, int unbiased, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_std(torch.Tensor self, long* dims, int count, int unbiased, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_prod(torch.Tensor self, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_prod_dim(torch.Tensor self, long dim, int keep, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_amax(torch.Tensor self, long* dims, int count, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_amin(torch.Tensor self, long* dims, int count, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_max(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_min(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_median(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_all(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_any(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_all_dim(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_any_dim(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmax(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmin(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmax_dim(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argmin_dim(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_argsort(torch.Tensor self, long dim, int descending);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_logsumexp(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cumsum(torch.Tensor self, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_cumprod(torch.Tensor self, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_norm(torch.Tensor self, double p);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_norm_dim(torch.Tensor self, double p, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_trace(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_bincount(torch.Tensor self, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weights, long minimumLength);

    [LibraryImport(Library)]
    internal static partial nint rf_tensor_quantile(torch.Tensor self, torch.Tensor q, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_max_dim(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_min_dim(torch.Tensor self, long dim, int keep);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_sort(torch.Tensor self, long dim, int descending, int stable);

    [LibraryImport(Library)]
    internal static partial long rf_tensor_topk(torch.Tensor self, long k, long dim, int largest, int sorted);

    [LibraryImport(Library)]
    internal static partial int rf_tensor_allclose(torch.Tensor self, torch.Tensor other, double rtol, double atol, int equalNan);

    [LibraryImport(Library)]
    internal static partial int rf_tensor_equal(torch.Tensor self, torch.Tensor other);
}
