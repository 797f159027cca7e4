using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

// As OptionalTensor, for generators; null stands for the process-wide one.
[CustomMarshaller(typeof(torch.Generator), MarshalMode.ManagedToUnmanagedIn, typeof(KeptGenerator))]
internal ref struct KeptGenerator
{
    private torch.Generator? generator;

    public void FromManaged(torch.Generator? managed) => generator = managed;

    /// <exception cref="InvalidOperationException">The generator was disposed of.</exception>
    public readonly nint ToUnmanaged() => generator is null ? 0 : generator.Handle;

    public readonly void OnInvoked() => GC.KeepAlive(generator);

    public readonly void Free()
    {
    }
}
