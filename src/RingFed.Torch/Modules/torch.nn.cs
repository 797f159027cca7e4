using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Layers.</summary>
    public static partial class nn
    {
        public static Linear Linear(
            long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        public static LayerNorm LayerNorm(
            long[] normalized_shape,
            double eps = 1e-05,
            bool elementwise_affine = true,
            bool bias = true,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

        public static LayerNorm LayerNorm(
            long normalized_shape,
            double eps = 1e-05,
            bool elementwise_affine = true,
            bool bias = true,
            Device? device = null,
            ScalarType? dtype = null) =>
            new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

        public static GroupNorm GroupNorm(
            long num_groups,
            long num_channels,
            double eps = 1e-05,
            bool affine = true,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(num_groups, num_channels, eps, affine, device, dtype);

        /// <exception cref="NotSupportedException">A bound on norms, scaling by frequency or sparse gradients were asked for.</exception>
        public static Embedding Embedding(
            long num_embeddings,
            long embedding_dims,
            long? padding_idx = null,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            bool sparse = false,
            Device? device = null,
            ScalarType? dtype = null) =>
            max_norm is null && !scale_grad_by_freq && !sparse
                ? new(num_embeddings, embedding_dims, padding_idx, device, dtype)
                : throw new NotSupportedException("This binding offers embeddings without max_norm, scale_grad_by_freq and sparse.");

        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);

        public static ReLU ReLU(bool inplace = false) => new(inplace);

        public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

        public static GELU GELU() => new(false);

        public static SiLU SiLU() => new(false);

        public static ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);

        public static Tanh Tanh() => new(false);

        public static Sigmoid Sigmoid() => new(false);

        public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

        public static Identity Identity() => new();

        public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

        public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new([.. modules]);

        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new([.. modules]);
    }
}
