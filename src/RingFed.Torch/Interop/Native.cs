using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

// The C ABI of native/. Its library is loaded by the first call and by nothing before it.
internal static unsafe partial class Native
{
    private const string Library = "ringfed_torch";

    /// <summary>Throws what libtorch reported on this thread, if anything.</summary>
    /// <exception cref="ExternalException">With libtorch's own message.</exception>
    internal static void ThrowIfFailed()
    {
        byte* text = rf_error_take();
        if (text != null)
        {
            throw new ExternalException(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)));
        }
    }

    /// <summary>Throws what libtorch reported on this thread, even where it found no words for it.</summary>
    /// <exception cref="ExternalException">Always.</exception>
    [DoesNotReturn]
    internal static void ThrowFailed()
    {
        ThrowIfFailed();
        throw new ExternalException("unknown error in libtorch");
    }

    /// <summary>For functions whose result is 0 on success.</summary>
    internal static void Check(int failed)
    {
        if (failed != 0)
        {
            ThrowFailed();
        }
    }

    /// <summary>Wraps a new tensor; null where libtorch has none (an absent gradient).</summary>
    internal static torch.Tensor? OwnOrNull(nint handle)
    {
        if (handle != 0)
        {
            return new torch.Tensor(handle);
        }

        ThrowIfFailed();
        return null;
    }

    /// <summary>Wraps a new tensor.</summary>
    internal static torch.Tensor Own(nint handle) =>
        OwnOrNull(handle) ?? throw new InvalidOperationException("libtorch returned an undefined tensor.");

    /// <summary>Collects the list that the call just made left behind. Undefined entries become null.</summary>
    internal static torch.Tensor?[] OwnList(long length)
    {
        if (length < 0)
        {
            ThrowFailed();
        }

        Span<nint> handles = length <= 64 ? stackalloc nint[(int)length] : new nint[length];
        fixed (nint* destination = handles)
        {
            Check(rf_list_take(destination));
        }

        torch.Tensor?[] tensors = new torch.Tensor?[handles.Length];
        for (int i = 0; i < handles.Length; i++)
        {
            tensors[i] = handles[i] == 0 ? null : new torch.Tensor(handles[i]);
        }

        return tensors;
    }

    /// <summary>As <see cref="OwnList"/>, for functions that define every entry.</summary>
    internal static torch.Tensor[] OwnAll(long length) => OwnList(length)!;

    /// <summary>As <see cref="OwnList"/>, for functions that yield two tensors.</summary>
    internal static (torch.Tensor, torch.Tensor) OwnPair(long length)
    {
        torch.Tensor?[] pair = OwnList(length);
        return (pair[0]!, pair[1]!);
    }
}
