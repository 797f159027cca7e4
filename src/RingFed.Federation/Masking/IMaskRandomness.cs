using System.Security.Cryptography;

namespace RingFed.Federation.Masking;

/// <summary>Where keys, seeds and polynomials come from: the operating system in a daemon, a seed in a rehearsal.</summary>
public interface IMaskRandomness
{
    /// <summary>Every byte uniform and independent of all before; a repeated one would unmask a silo.</summary>
    void Fill(Span<byte> destination);
}

/// <summary>The operating system's generator: the only source that a daemon may use.</summary>
public sealed class SystemMaskRandomness : IMaskRandomness
{
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
