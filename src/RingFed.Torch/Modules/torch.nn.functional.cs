namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss is gathered over its elements.</summary>
        public enum Reduction : long
        {
            None,
            Mean,
            Sum,
        }

        /// <summary>Layers and losses as functions.</summary>
        public static partial class functional
        {
            private static readonly long[] Ones = [1, 1];
            private static readonly long[] Zeros = [0, 0];

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Native.Own(Native.rf_nn_linear(input, weights, bias));

            public static unsafe Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05)
            {
                fixed (long* shape = normalized_shape)
                {
                    return Native.Own(Native.rf_nn_layer_norm(
                        input, shape, normalized_shape.Length, weight, bias, eps));
                }
            }

            public static Tensor group_norm(
                Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Native.Own(Native.rf_nn_group_norm(input, num_groups, weight, bias, eps));

            /// <summary>Draws from the process-wide generator: seed it with <see cref="manual_seed"/>.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace
                    ? InPlace(input, Native.rf_nn_dropout_(input, p, training ? 1 : 0))
                    : Native.Own(Native.rf_nn_dropout(input, p, training ? 1 : 0));

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace
                    ? InPlace(input, Native.rf_nn_leaky_relu_(input, negative_slope))
                    : Native.Own(Native.rf_nn_leaky_relu(input, negative_slope));

            /// <summary>x Φ(x), exact.</summary>
            public static Tensor gelu(Tensor x) => Native.Own(Native.rf_nn_gelu(x));

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? InPlaceCopy(x, x.elu(alpha)) : x.elu(alpha);

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_() : x.silu();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <param name="num_classes">Negative for one more than the largest.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Native.Own(Native.rf_nn_one_hot(x, num_classes));

            public static unsafe Tensor conv2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                long groups = 1)
            {
                fixed (long* s = strides ?? Ones, p = padding ?? Zeros, d = dilation ?? Ones)
                {
                    return Native.Own(Native.rf_nn_conv2d(input, weight, bias, s, p, d, groups));
                }
            }

            public static unsafe Tensor conv_transpose2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? output_padding = null,
                long[]? dilation = null,
                long groups = 1)
            {
                fixed (long* s = strides ?? Ones, p = padding ?? Zeros, o = output_padding ?? Zeros, d = dilation ?? Ones)
                {
                    return Native.Own(Native.rf_nn_conv_transpose2d(
                        input, weight, bias, s, p, o, groups, d));
                }
            }

            private static Tensor InPlace(Tensor input, nint result)
            {
                if (result == 0)
                {
                    Native.ThrowFailed();
                }

                return input;
            }

            private static Tensor InPlaceCopy(Tensor input, Tensor result)
            {
                using (result)
                {
                    return input.copy_(result);
                }
            }
        }
    }
}
