namespace TorchSharp;

public static partial class torch
{
    public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
        input.sum(dim, keepdim, type);

    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
        input.sum(dim, keepdim, type);

    public static Tensor mean(Tensor input) => input.mean();

    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
        input.mean(dimensions, keepdim, type);

    public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

    public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) =>
        input.amax(dims, keepdim, @out);

    public static Tensor amin(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) =>
        input.amin(dims, keepdim, @out);

    public static Tensor max(Tensor input) => input.max();

    public static Tensor max(Tensor input, Tensor other) => input.maximum(other);

    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => input.max(dim, keepdim);

    public static Tensor min(Tensor input) => input.min();

    public static Tensor min(Tensor input, Tensor other) => input.minimum(other);

    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => input.min(dim, keepdim);

    public static Tensor argmax(Tensor input) => input.argmax();

    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

    public static Tensor argmin(Tensor input) => input.argmin();

    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);

    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);

    public static (Tensor values, Tensor indices) sort(
        Tensor input, long dim = -1, bool descending = false, bool stable = false) => input.sort(dim, descending, stable);

    public static (Tensor values, Tensor indices) topk(
        Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) => tensor.topk(k, dim, largest, sorted);

    public static Tensor all(Tensor input) => input.all();

    public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);

    public static Tensor any(Tensor input) => input.any();

    public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);

    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => input.argsort(dim, descending);

    public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);

    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) => input.prod(dim, keepdim, type);

    public static Tensor median(Tensor input) => input.median();

    public static Tensor norm(Tensor input) => input.norm();

    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);

    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) => input.norm(dimension, keepdim, p);

    public static Tensor std(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.std(dimensions, unbiased, keepdim, type);

    public static Tensor var(Tensor input, long dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => input.var(dimensions, unbiased, keepdim, type);

    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => input.bincount(weights, minlength);

    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => input.quantile(q, dim, keepdim);

    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);

    // Reductions. Dimensions may be counted from the end, as -1.
    public partial class Tensor
    {
        public unsafe Tensor sum(ScalarType? type = null) => Native.Own(Native.rf_tensor_sum(this, null, 0, 0, Number(type)));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public unsafe Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dim)
            {
                return Native.Own(Native.rf_tensor_sum(this, dims, dim.Length, Flag(keepdim), Number(type)));
            }
        }

        public unsafe Tensor mean() => Native.Own(Native.rf_tensor_mean(this, null, 0, 0, -1));

        public unsafe Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dimensions)
            {
                return Native.Own(Native.rf_tensor_mean(this, dims, dimensions.Length, Flag(keepdim), Number(type)));
            }
        }

        public unsafe Tensor var(bool unbiased = true) => Native.Own(Native.rf_tensor_var(this, null, 0, Flag(unbiased), 0));

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public unsafe Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dimensions)
            {
                return Typed(Native.Own(Native.rf_tensor_var(this, dims, dimensions.Length, Flag(unbiased), Flag(keepdim))), type);
            }
        }

        public unsafe Tensor std(bool unbiased = true) => Native.Own(Native.rf_tensor_std(this, null, 0, Flag(unbiased), 0));

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);

        public unsafe Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dimensions)
            {
                return Typed(Native.Own(Native.rf_tensor_std(this, dims, dimensions.Length, Flag(unbiased), Flag(keepdim))), type);
            }
        }

        public Tensor prod(ScalarType? type = null) => Native.Own(Native.rf_tensor_prod(this, Number(type)));

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Native.Own(Native.rf_tensor_prod_dim(this, dim, Flag(keepdim), Number(type)));

        public Tensor amax(params long[] dims) => amax(dims, false);

        public unsafe Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null)
        {
            fixed (long* pinned = dims)
            {
                return Into(Native.Own(Native.rf_tensor_amax(this, pinned, dims.Length, Flag(keepdim))), @out);
            }
        }

        public Tensor amin(params long[] dims) => amin(dims, false);

        public unsafe Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null)
        {
            fixed (long* pinned = dims)
            {
                return Into(Native.Own(Native.rf_tensor_amin(this, pinned, dims.Length, Flag(keepdim))), @out);
            }
        }

        public Tensor max() => Native.Own(Native.rf_tensor_max(this));

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Native.OwnPair(Native.rf_tensor_max_dim(this, dim, Flag(keepdim)));

        public Tensor min() => Native.Own(Native.rf_tensor_min(this));

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Native.OwnPair(Native.rf_tensor_min_dim(this, dim, Flag(keepdim)));

        public Tensor median() => Native.Own(Native.rf_tensor_median(this));

        public Tensor all() => Native.Own(Native.rf_tensor_all(this));

        public Tensor all(long dim, bool keepdim = false) => Native.Own(Native.rf_tensor_all_dim(this, dim, Flag(keepdim)));

        public Tensor any() => Native.Own(Native.rf_tensor_any(this));

        public Tensor any(long dim, bool keepdim = false) => Native.Own(Native.rf_tensor_any_dim(this, dim, Flag(keepdim)));

        public Tensor argmax() => Native.Own(Native.rf_tensor_argmax(this));

        public Tensor argmax(long dim, bool keepdim = false) => Native.Own(Native.rf_tensor_argmax_dim(this, dim, Flag(keepdim)));

        public Tensor argmin() => Native.Own(Native.rf_tensor_argmin(this));

        public Tensor argmin(long dim, bool keepdim = false) => Native.Own(Native.rf_tensor_argmin_dim(this, dim, Flag(keepdim)));

        public Tensor argsort(long dim = -1, bool descending = false) =>
            Native.Own(Native.rf_tensor_argsort(this, dim, Flag(descending)));

        public Tensor logsumexp(long dim, bool keepdim = false) => Native.Own(Native.rf_tensor_logsumexp(this, dim, Flag(keepdim)));

        public Tensor cumsum(long dim, ScalarType? type = null) => Native.Own(Native.rf_tensor_cumsum(this, dim, Number(type)));

        public Tensor cumprod(long dim, ScalarType? type = null) => Native.Own(Native.rf_tensor_cumprod(this, dim, Number(type)));

        public Tensor norm(float p = 2) => Native.Own(Native.rf_tensor_norm(this, p));

        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Native.Own(Native.rf_tensor_norm_dim(this, p, dim, Flag(keepdim)));

        public Tensor trace() => Native.Own(Native.rf_tensor_trace(this));

        public Tensor bincount(Tensor? weights, long minlength = 0) =>
            Native.Own(Native.rf_tensor_bincount(this, weights, minlength));

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) =>
            Native.Own(Native.rf_tensor_quantile(this, q, dim, Flag(keepdim)));

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Native.OwnPair(Native.rf_tensor_sort(this, dim, Flag(descending), Flag(stable)));

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Native.OwnPair(Native.rf_tensor_topk(this, k, dim, Flag(largest), Flag(sorted)));

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            AsBoolean(Native.rf_tensor_allclose(this, target, rtol, atol, Flag(equal_nan)));

        private static int Flag(bool value) => value ? 1 : 0;

        private static int Number(ScalarType? type) => type is null ? -1 : (int)type.Value;

        private static Tensor Typed(Tensor result, ScalarType? type)
        {
            if (type is null || type == result.dtype)
            {
                return result;
            }

            using (result)
            {
                return result.to(type.Value);
            }
        }

        private static Tensor Into(Tensor result, Tensor? destination)
        {
            if (destination is null)
            {
                return result;
            }

            using (result)
            {
                return destination.copy_(result);
            }
        }
    }
}
