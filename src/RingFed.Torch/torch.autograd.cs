namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients as functions.</summary>
    public static partial class autograd
    {
        /// <summary>Sum of the gradients of <paramref name="outputs"/> with respect to each of <paramref name="inputs"/>.</summary>
        /// <param name="grad_outputs">Weights, one for each output; may be left out for scalars.</param>
        /// <param name="retain_graph">Keeps the tape for another pass.</param>
        /// <param name="create_graph">Records this pass, for second derivatives; keeps the tape too.</param>
        /// <param name="allow_unused">Yields null, not an error, for inputs that outputs do not depend on.</param>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            nint[] from = Handles(outputs);
            nint[] to = Handles(inputs);
            nint[] weights = Handles(grad_outputs);
            fixed (nint* o = from, i = to, w = weights)
            {
                long count = Native.rf_autograd_grad(
                    o, from.Length, i, to.Length, w, weights.Length,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0);
                return Native.OwnAll(count);
            }
        }

        /// <summary>Adds gradients to the leaves, or to <paramref name="inputs"/> alone.</summary>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            Run(tensors, grad_tensors, retain_graph ?? create_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}?, bool?, bool, IList{Tensor}?)"/>
        public static void backward(
            Tensor tensor,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            Run([tensor], grad_tensors, retain_graph ?? create_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}?, bool?, bool, IList{Tensor}?)"/>
        public static void backward(
            Tensor tensor,
            Tensor grad_tensor,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            Run([tensor], [grad_tensor], retain_graph ?? create_graph, create_graph, inputs);

        internal static unsafe void Run(
            IList<Tensor> tensors, IList<Tensor>? gradients, bool retain, bool create, IList<Tensor>? inputs)
        {
            nint[] roots = Handles(tensors);
            nint[] weights = Handles(gradients);
            nint[] leaves = Handles(inputs);
            fixed (nint* r = roots, w = weights, l = leaves)
            {
                Native.Check(Native.rf_autograd_backward(
                    r, roots.Length, w, weights.Length, retain || create ? 1 : 0, create ? 1 : 0, l, leaves.Length));
            }
        }
    }

    // Tensors of the caller stay alive: it holds the list.
    internal static nint[] Handles(IEnumerable<Tensor?>? tensors) =>
        tensors is null ? [] : [.. tensors.Select(tensor => tensor is null ? 0 : tensor.Handle)];
}
