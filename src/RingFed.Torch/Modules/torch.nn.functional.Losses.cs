namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <param name="input">[batch, classes] logits.</param>
            /// <param name="target">[batch] int64 classes, or [batch, classes] probabilities.</param>
            public static Tensor cross_entropy(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                long ignore_index = -100,
                Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                Native.Own(Native.rf_nn_cross_entropy(
                    input, target, weight, (long)reduction, ignore_index, label_smoothing));

            /// <param name="input">[batch, classes] log-probabilities.</param>
            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Native.Own(Native.rf_nn_nll_loss(input, target, weight, (long)reduction, -100));

            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Native.Own(Native.rf_nn_binary_cross_entropy(input, target, weight, (long)reduction));

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                Reduction reduction = Reduction.Mean,
                Tensor? pos_weights = null) =>
                Native.Own(Native.rf_nn_binary_cross_entropy_with_logits(
                    input, target, weight, (long)reduction, pos_weights));

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Own(Native.rf_nn_mse_loss(input, target, (long)reduction));

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.Own(Native.rf_nn_l1_loss(input, target, (long)reduction));

            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Native.Own(Native.rf_nn_smooth_l1_loss(input, target, (long)reduction, beta));

            /// <param name="input">Log-probabilities.</param>
            public static Tensor kl_div(
                Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Native.Own(Native.rf_nn_kl_div(input, target, (long)reduction, log_target ? 1 : 0));
        }
    }
}
