using System.Runtime.InteropServices;

namespace TorchSharp;

// Errors and lists that one call leaves for the next call of the same thread. Mirrors native/error.cpp, where each function is described.
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial byte* rf_error_take();

    [LibraryImport(Library)]
    internal static partial int rf_list_take(nint* destination);
}
