using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales all gradients so that their joint norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The joint norm before.</returns>
            public static unsafe double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                TensorList list = new(tensors);
                double total;
                Native.Check(Native.rf_nn_clip_grad_norm(list, list.Count, max_norm, norm_type, &total));

                return total;
            }

            /// <summary>All values, flat, in the order given.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using DisposeScope scope = NewDisposeScope();
                return cat([.. tensors.Select(tensor => tensor.view(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Writes a flat vector back.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable still = no_grad();
                long start = 0;
                foreach (Parameter tensor in tensors)
                {
                    long count = tensor.numel();
                    tensor.copy_(vec.narrow(0, start, count).view_as(tensor));
                    start += count;
                }
            }
        }
    }
}
