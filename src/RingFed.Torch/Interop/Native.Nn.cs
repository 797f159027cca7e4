using System.Runtime.InteropServices;

namespace TorchSharp;

// Layers and losses as functions. Mirrors native/nn.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_nn_linear(nint input, nint weight, nint bias);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_layer_norm(nint input, long* shape, int count, nint weight, nint bias, double eps);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_group_norm(nint input, long groups, nint weight, nint bias, double eps);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_dropout(nint input, double p, int training);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_dropout_(nint input, double p, int training);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_gelu(nint input);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_leaky_relu(nint input, double slope);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_leaky_relu_(nint input, double slope);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_elu(nint input, double alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_softplus(nint input, double beta, double threshold);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_softmax(nint input, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_log_softmax(nint input, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_gumbel_softmax(nint logits, double tau, int hard, long dim);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_one_hot(nint input, long classes);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_embedding(nint input, nint weight, long paddingIndex);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_conv1d(nint input, nint weight, nint bias, long* stride, long* padding, long* dilation, long groups);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_conv2d(nint input, nint weight, nint bias, long* stride, long* padding, long* dilation, long groups);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_conv_transpose2d(nint input, nint weight, nint bias, long* stride, long* padding, long* outputPadding, long groups, long* dilation);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_cross_entropy(nint input, nint target, nint weight, long reduction, long ignoreIndex, double smoothing);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_nll_loss(nint input, nint target, nint weight, long reduction, long ignoreIndex);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_binary_cross_entropy(nint input, nint target, nint weight, long reduction);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_binary_cross_entropy_with_logits(nint input, nint target, nint weight, long reduction, nint positiveWeight);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_mse_loss(nint input, nint target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_l1_loss(nint input, nint target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_smooth_l1_loss(nint input, nint target, long reduction, double beta);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_kl_div(nint input, nint target, long reduction, int logTarget);

    [LibraryImport(Library)]
    internal static partial int rf_nn_clip_grad_norm(nint* parameters, int count, double maxNorm, double normType, double* total);
}
