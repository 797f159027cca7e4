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
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            TensorList from = new(outputs);
            TensorList to = new(inputs);
            TensorList weights = new(grad_outputs);
            return Native.OwnAll(Native.rf_autograd_grad(
                from, from.Count, to, to.Count, weights, weights.Count,
                retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0));
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

        internal static void Run(
            IList<Tensor> tensors, IList<Tensor>? gradients, bool retain, bool create, IList<Tensor>? inputs)
        {
            TensorList roots = new(tensors);
            TensorList weights = new(gradients);
            TensorList leaves = new(inputs);
            Native.Check(Native.rf_autograd_backward(
                roots, roots.Count, weights, weights.Count, retain || create ? 1 : 0, create ? 1 : 0, leaves, leaves.Count));
        }
    }
}
