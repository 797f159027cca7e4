using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    // Basic indices make views; index tensors and masks copy. Assigning writes into the tensor either way.
    public unsafe partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index([(TensorIndex)i1, i2]);
            set => Assign([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index([(TensorIndex)i1, i2, i3]);
            set => Assign([i1, i2, i3], value);
        }

        public Tensor index(params Tensor[] indices) => Pick(this, [.. indices]);

        public Tensor index(params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, List<Tensor?> picked) = ViewOf(indices);
            return (picked.Count == 0 ? view : Pick(view, picked)).MoveToOuterDisposeScope();
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices)
        {
            Put(this, [.. indices], value);
            return this;
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor view, List<Tensor?> picked) = ViewOf(indices);
            if (picked.Count == 0)
            {
                view.copy_(value);
            }
            else
            {
                Put(view, picked, value);
            }

            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor filled = full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor filled = full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        private void Assign(ReadOnlySpan<long> indices, Tensor value)
        {
            TensorIndex[] places = new TensorIndex[indices.Length];
            for (int i = 0; i < indices.Length; i++)
            {
                places[i] = indices[i];
            }

            index_put_(value, places);
        }

        private (Tensor View, List<Tensor?> Picked) ViewOf(TensorIndex[] indices)
        {
            long named = indices.Sum(place => place.Consumes);
            List<Tensor?> picked = [];
            Tensor view = alias();
            int dim = 0;
            foreach (TensorIndex place in indices)
            {
                if (place.IsEllipsis)
                {
                    dim += (int)(Dimensions - named);
                    continue;
                }

                view = place.Apply(view, ref dim, picked);
            }

            return (view, picked);
        }

        private static Tensor Pick(Tensor source, List<Tensor?> indices)
        {
            TensorList list = new(indices);
            return Native.Own(Native.rf_tensor_index(source, list, list.Count));
        }

        private static void Put(Tensor destination, List<Tensor?> indices, Tensor value)
        {
            TensorList list = new(indices);
            destination.Same(Native.rf_tensor_index_put_(destination, list, list.Count, value, 0));
        }
    }
}
