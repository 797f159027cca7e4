using System.Runtime.InteropServices;

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
    internal static partial int rf_autograd_requires_grad(nint self);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_set_requires_grad(nint self, int value);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_is_leaf(nint self);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_retain_grad(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_autograd_detach(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_autograd_detach_(nint self);

    [LibraryImport(Library)]
    internal static partial nint rf_autograd_gradient(nint self);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_set_gradient(nint self, nint gradient);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_zero_gradients(nint* list, int count, int setToNone);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_backward(nint* roots, int rootCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial long rf_autograd_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, int allowUnused);

    [LibraryImport(Library)]
    internal static partial int rf_autograd_set_data(nint self, nint source);
}
