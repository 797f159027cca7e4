using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// Passes a tensor to native code and keeps it alive until the call is over. A plain handle would not: the finaliser may
// run as soon as nothing reads the object any more, and would free what the call is working on.
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(KeptTensor))]
internal ref struct KeptTensor
{
    private torch.Tensor tensor;

    public void FromManaged(torch.Tensor managed) => tensor = managed;

    /// <exception cref="InvalidOperationException">The tensor was disposed of.</exception>
    public readonly nint ToUnmanaged() => tensor.Handle;

    public readonly void OnInvoked() => GC.KeepAlive(tensor);

    public readonly void Free()
    {
    }
}
