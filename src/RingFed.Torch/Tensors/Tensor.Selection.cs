namespace TorchSharp;

public static partial class torch
{
    public static Tensor where(Tensor condition, Tensor x, Tensor y) =>
        Native.Own(Native.rf_tensor_where(condition, x, y));

    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);

    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => input.clamp(min, max);

    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    public static Tensor nonzero(Tensor input) => input.nonzero();

    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_(dim, index, src);

    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);

    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add_(dim, index, src);

    // Choosing and placing elements. Indices are int64.
    public unsafe partial class Tensor
    {
        public Tensor where(Tensor condition, Tensor y) => torch.where(condition, this, y);

        public Tensor index_select(long dim, Tensor index) => Native.Own(Native.rf_tensor_index_select(this, dim, index));

        public Tensor gather(long dim, Tensor index) => Native.Own(Native.rf_tensor_gather(this, dim, index));

        public Tensor scatter(long dim, Tensor index, Tensor src) =>
            Native.Own(Native.rf_tensor_scatter(this, dim, index, src));

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Same(Native.rf_tensor_scatter_(this, dim, index, src));

        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            Native.Own(Native.rf_tensor_scatter_add(this, dim, index, src));

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            Same(Native.rf_tensor_scatter_add_(this, dim, index, src));

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Native.Own(Native.rf_tensor_index_add(this, dim, index, source, alpha.Value));

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Same(Native.rf_tensor_index_add_(this, dim, index, source, alpha.Value));

        public Tensor masked_fill(Tensor mask, Scalar value) =>
            Native.Own(Native.rf_tensor_masked_fill(this, mask, value.Value));

        public Tensor masked_fill_(Tensor mask, Scalar value) =>
            Same(Native.rf_tensor_masked_fill_(this, mask, value.Value));

        public Tensor masked_select(Tensor mask) => Native.Own(Native.rf_tensor_masked_select(this, mask));

        public Tensor nonzero() => Native.Own(Native.rf_tensor_nonzero(this));

        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            RfScalar low = min is null ? default : min.Value;
            RfScalar high = max is null ? default : max.Value;
            return Native.Own(Native.rf_tensor_clamp(this, min is null ? null : &low, max is null ? null : &high));
        }

        public Tensor clamp(Tensor? min = null, Tensor? max = null) =>
            Native.Own(Native.rf_tensor_clamp_tensor(
                this, min, max));

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            RfScalar low = min is null ? default : min.Value;
            RfScalar high = max is null ? default : max.Value;
            return Same(Native.rf_tensor_clamp_(this, min is null ? null : &low, max is null ? null : &high));
        }

        public Tensor clamp_min(Scalar min) => clamp(min, (Scalar?)null);

        public Tensor clamp_max(Scalar max) => clamp((Scalar?)null, max);
    }
}
