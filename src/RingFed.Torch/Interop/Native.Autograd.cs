using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// The tape. Mirrors native/autograd.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_autograd_is_enabled();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void rf_autograd_set_enabled(int enabled);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int rf_autograd_requires_grad(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_set_requires_grad(torch.Tensor self, int value);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_is_leaf(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_retain_grad(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_autograd_detach(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_autograd_detach_(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial nint rf_autograd_gradient(torch.Tensor self);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_set_gradient(torch.Tensor self, [MarshalUsing(typeof(OptionalTensor))] torch.Tensor? gradient);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_zero_gradients(TensorList list, int count, int setToNone);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_backward(TensorList roots, int rootCount, TensorList gradients, int gradientCount, int retainGraph, int createGraph, TensorList inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial long rf_autograd_grad(TensorList outputs, int outputCount, TensorList inputs, int inputCount, TensorList gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_set_data(torch.Tensor self, torch.Tensor source);
}
