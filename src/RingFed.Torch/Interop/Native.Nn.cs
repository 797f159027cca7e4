using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// Layers and losses as functions. Mirrors native/nn.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rf_nn_linear(torch.Tensor input, torch.Tensor weight, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? bias);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_layer_norm(torch.Tensor input, long* shape, int count, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? bias, double eps);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_group_norm(torch.Tensor input, long groups, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weight, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? bias, double eps);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_dropout(torch.Tensor input, double p, int training);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_dropout_(torch.Tensor input, double p, int training);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_gelu(torch.Tensor input);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_leaky_relu(torch.Tensor input, double slope);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_leaky_relu_(torch.Tensor input, double slope);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_elu(torch.Tensor input, double alpha);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_softplus(torch.Tensor input, double beta, double threshold);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_softmax(torch.Tensor input, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_log_softmax(torch.Tensor input, long dim, int type);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_one_hot(torch.Tensor input, long classes);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_embedding(torch.Tensor input, torch.Tensor weight, long paddingIndex);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_conv2d(torch.Tensor input, torch.Tensor weight, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? bias, long* stride, long* padding, long* dilation, long groups);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_conv_transpose2d(torch.Tensor input, torch.Tensor weight, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? bias, long* stride, long* padding, long* outputPadding, long groups, long* dilation);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_cross_entropy(torch.Tensor input, torch.Tensor target, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weight, long reduction, long ignoreIndex, double smoothing);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_nll_loss(torch.Tensor input, torch.Tensor target, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weight, long reduction, long ignoreIndex);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_binary_cross_entropy(torch.Tensor input, torch.Tensor target, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weight, long reduction);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_binary_cross_entropy_with_logits(torch.Tensor input, torch.Tensor target, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? weight, long reduction, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? positiveWeight);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_mse_loss(torch.Tensor input, torch.Tensor target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_l1_loss(torch.Tensor input, torch.Tensor target, long reduction);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_smooth_l1_loss(torch.Tensor input, torch.Tensor target, long reduction, double beta);

    [LibraryImport(Library)]
    internal static partial nint rf_nn_kl_div(torch.Tensor input, torch.Tensor target, long reduction, int logTarget);

    [LibraryImport(Library)]
    internal static partial int rf_nn_clip_grad_norm(TensorList parameters, int count, double maxNorm, double normType, double* total);
}
