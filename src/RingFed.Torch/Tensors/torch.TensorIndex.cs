namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place between the brackets: a number, a range, a tensor of indices or a mask, or a new dimension.</summary>
    public struct TensorIndex
    {
        /// <summary>As many full slices as are needed.</summary>
        public static TensorIndex Ellipsis = new() { kind = Kind.Ellipsis };

        /// <summary>A new dimension of size one.</summary>
        public static TensorIndex None = new() { kind = Kind.NewDimension };

        /// <inheritdoc cref="None"/>
        public static TensorIndex Null = new() { kind = Kind.NewDimension };

        /// <summary>The whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        private Kind kind;
        private long? start;
        private long? stop;
        private long? step;
        private Tensor? tensor;

        private enum Kind
        {
            NewDimension,
            Single,
            Ellipsis,
            Boolean,
            Tensor,
            Slice,
        }

        internal readonly bool IsEllipsis => kind == Kind.Ellipsis;

        // Whether the place uses up dimensions of the tensor.
        internal readonly long Consumes => kind switch
        {
            Kind.NewDimension or Kind.Ellipsis or Kind.Boolean => 0,
            Kind.Tensor when tensor!.dtype == ScalarType.Bool => tensor.dim(),
            _ => 1,
        };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Index index) => Single(Place(index));

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { kind = Kind.Slice, start = start, stop = stop, step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, (long?)range.end);

        public static TensorIndex Slice(Range range) =>
            Slice(Place(range.Start), range.End.IsFromEnd && range.End.Value == 0 ? null : Place(range.End));

        public static TensorIndex Bool(bool value) => new() { kind = Kind.Boolean, start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { kind = Kind.Single, start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { kind = Kind.Tensor, tensor = tensor };

        /// <summary>Applies this place to dimension <paramref name="dim"/> of a view, and moves on.</summary>
        /// <param name="picked">Receives index tensors, at the dimension of the result they belong to.</param>
        internal readonly Tensor Apply(Tensor view, ref int dim, List<Tensor?> picked)
        {
            switch (kind)
            {
                case Kind.Single:
                    return view.select(dim, start ?? 0);
                case Kind.Slice:
                    return view.slice(dim++, start ?? 0, stop ?? long.MaxValue, step ?? 1);
                case Kind.NewDimension:
                    return view.unsqueeze(dim++);
                case Kind.Boolean:
                    Place(picked, dim, tensor(start == 1 ? new[] { 0L } : []));
                    return view.unsqueeze(dim++);
                default:
                    Place(picked, dim, this.tensor!);
                    dim += (int)Consumes;
                    return view.alias();
            }

            static Tensor tensor(long[] values) => torch.tensor(values);
        }

        private static void Place(List<Tensor?> picked, int dim, Tensor index)
        {
            while (picked.Count <= dim)
            {
                picked.Add(null);
            }

            picked[dim] = index;
        }

        private static long Place(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
