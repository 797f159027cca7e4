using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// As KeptTensor, for arguments that may be left out: native code sees null.
[CustomMarshaller(typeof(torch.Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(OptionalTensor))]
internal ref struct OptionalTensor
{
    private torch.Tensor? tensor;

    public void FromManaged(torch.Tensor? managed) => tensor = managed;

    /// <exception cref="InvalidOperationException">The tensor was disposed of.</exception>
    public readonly nint ToUnmanaged() => tensor is null ? 0 : tensor.Handle;

    public readonly void OnInvoked() => GC.KeepAlive(tensor);

    public readonly void Free()
    {
    }
}
