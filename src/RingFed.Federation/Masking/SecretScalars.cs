using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RingFed.Federation.Masking;

/// <summary>Secret numbers at one place in memory (the collector moves and copies others), zeroed when let go.</summary>
internal sealed class SecretScalars(int count) : IDisposable
{
    private readonly Scalar[] scalars = GC.AllocateArray<Scalar>(count, pinned: true);

    public ref Scalar this[int index] => ref scalars[index];

    public void Zero(int first, int howMany) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scalars.AsSpan(first, howMany)));

    public void Dispose() => Zero(0, scalars.Length);
}
