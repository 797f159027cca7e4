using System.Runtime.InteropServices;

namespace TorchSharp;

// Optimiser steps. Mirrors native/optim.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial int rf_optim_adam(nint* weights, nint* averages, nint* squares, nint* largest, long* steps, int count, AdamStep* step);

    [LibraryImport(Library)]
    internal static partial int rf_optim_sgd(TensorList weights, nint* buffers, int count, SgdStep* step);
}
