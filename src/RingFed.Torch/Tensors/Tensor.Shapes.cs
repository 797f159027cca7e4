namespace TorchSharp;

public static partial class torch
{
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) =>
        tensor.split(split_size_or_sections, dim);

    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0) => input.chunk(chunks, dim);

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);

    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);

    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);

    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);

    public static Tensor t(Tensor input) => input.t();

    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);

    /// <summary>Joins along an existing dimension.</summary>
    public static unsafe Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        TensorList list = new(tensors);
        return Native.Own(Native.rf_tensor_cat(list, list.Count, dim));
    }

    /// <inheritdoc cref="cat"/>
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    /// <summary>Joins along a new dimension.</summary>
    public static unsafe Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        TensorList list = new(tensors);
        return Native.Own(Native.rf_tensor_stack(list, list.Count, dim));
    }

    // Views share memory with the tensor they are taken of.
    public unsafe partial class Tensor
    {
        public Tensor view(params long[] shape)
        {
            fixed (long* sizes = shape)
            {
                return Native.Own(Native.rf_tensor_view(this, sizes, shape.Length));
            }
        }

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape)
        {
            fixed (long* sizes = shape)
            {
                return Native.Own(Native.rf_tensor_reshape(this, sizes, shape.Length));
            }
        }

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* pinned = sizes)
            {
                return Native.Own(Native.rf_tensor_expand(this, pinned, sizes.Length, Flag(isImplicit)));
            }
        }

        public Tensor repeat(params long[] sizes)
        {
            fixed (long* pinned = sizes)
            {
                return Native.Own(Native.rf_tensor_repeat(this, pinned, sizes.Length));
            }
        }

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Native.Own(Native.rf_tensor_repeat_interleave(this, repeats, dim ?? 0, Flag(dim.HasValue)));

        public Tensor permute(params long[] permutation)
        {
            fixed (long* dims = permutation)
            {
                return Native.Own(Native.rf_tensor_permute(this, dims, permutation.Length));
            }
        }

        public Tensor flip(params long[] dims)
        {
            fixed (long* pinned = dims)
            {
                return Native.Own(Native.rf_tensor_flip(this, pinned, dims.Length));
            }
        }

        public Tensor roll(long shifts, long? dims = null)
        {
            long dim = dims ?? 0;
            return Native.Own(Native.rf_tensor_roll(this, &shifts, 1, &dim, dims.HasValue ? 1 : 0));
        }

        public Tensor transpose(long dim0, long dim1) => Native.Own(Native.rf_tensor_transpose(this, dim0, dim1));

        public Tensor t() => Native.Own(Native.rf_tensor_t(this));

        public Tensor squeeze(long? dim = null) =>
            Native.Own(dim is null ? Native.rf_tensor_squeeze(this) : Native.rf_tensor_squeeze_dim(this, dim.Value));

        public Tensor unsqueeze(long dim) => Native.Own(Native.rf_tensor_unsqueeze(this, dim));

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Native.Own(Native.rf_tensor_flatten(this, start_dim, end_dim));

        public Tensor narrow(long dim, long start, long length) => Native.Own(Native.rf_tensor_narrow(this, dim, start, length));

        public Tensor slice(long dim, long start, long finish, long step) =>
            Native.Own(Native.rf_tensor_slice(this, dim, start, finish, step));

        public Tensor select(long dim, long index) => Native.Own(Native.rf_tensor_select(this, dim, index));

        public Tensor tril(long diagonal = 0) => Native.Own(Native.rf_tensor_tril(this, diagonal));

        public Tensor triu(long diagonal = 0) => Native.Own(Native.rf_tensor_triu(this, diagonal));

        public Tensor diag(long diagonal = 0) => Native.Own(Native.rf_tensor_diag(this, diagonal));

        public Tensor unfold(long dimension, long size, long step) => Native.Own(Native.rf_tensor_unfold(this, dimension, size, step));

        public Tensor[] split(long size, int dim = 0) => Native.OwnAll(Native.rf_tensor_split(this, size, dim));

        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes);

        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0)
        {
            fixed (long* pinned = sizes)
            {
                return Native.OwnAll(Native.rf_tensor_split_sizes(this, pinned, sizes.Length, dim));
            }
        }

        public Tensor[] chunk(long chunks, long dim = 0) => Native.OwnAll(Native.rf_tensor_chunk(this, chunks, dim));

        public Tensor[] unbind(long dimension = 0) => Native.OwnAll(Native.rf_tensor_unbind(this, dimension));
    }
}
