using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// Tensors for one native call, and the array of handles it reads. Null entries become null handles.
[NativeMarshalling(typeof(Kept))]
internal readonly struct TensorList
{
    private readonly torch.Tensor?[] owners;
    private readonly nint[] handles;

    internal TensorList(IEnumerable<torch.Tensor?>? tensors)
    {
        owners = tensors is null ? [] : [.. tensors];
        handles = new nint[owners.Length];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = owners[i] is { } tensor ? tensor.Handle : 0;
        }
    }

    internal int Count => handles.Length;

    // Pins the handles and keeps their owners alive until the call is over, as KeptTensor does.
    [CustomMarshaller(typeof(TensorList), MarshalMode.ManagedToUnmanagedIn, typeof(Kept))]
    internal unsafe ref struct Kept
    {
        private TensorList list;

        public void FromManaged(TensorList managed) => list = managed;

        public readonly ref nint GetPinnableReference() => ref MemoryMarshal.GetArrayDataReference(list.handles);

        // Called while the array is pinned.
        public readonly nint* ToUnmanaged() => (nint*)Unsafe.AsPointer(ref GetPinnableReference());

        public readonly void OnInvoked() => GC.KeepAlive(list.owners);

        public readonly void Free()
        {
        }
    }
}
