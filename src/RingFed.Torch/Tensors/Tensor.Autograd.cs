namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad() => Native.Check(Native.rf_autograd_retain_grad(this));

        /// <summary>The same memory, off the tape.</summary>
        public Tensor detach() => Native.Own(Native.rf_autograd_detach(this));

        public Tensor detach_() => Same(Native.rf_autograd_detach_(this));

        /// <summary>Adds the gradient of this scalar to the leaves it came from.</summary>
        public void backward() => autograd.Run([this], null, retain: false, create: false, null);

        /// <summary>As <see cref="backward()"/>, weighted by <paramref name="grad_tensors"/>.</summary>
        /// <param name="create_graph">Records the backward pass, for second derivatives.</param>
        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.Run([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Takes over another tensor's memory; gradients and identity stay.</summary>
        internal void TakeData(Tensor source) => Native.Check(Native.rf_autograd_set_data(this, source));

        // For in-place functions, which return the handle they were given, or zero after an error.
        private Tensor Same(nint result)
        {
            if (result == 0)
            {
                Native.ThrowFailed();
            }

            return this;
        }
    }
}
