using System.Security.Cryptography;
using System.Text;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation;

/// <summary>Digest of everything that all silos asked for, in order: two runs that differ anywhere differ in it.</summary>
internal sealed class EffectTrace(VirtualClock clock) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(int silo, RingEffect effect) => hash.AppendData(Encoding.UTF8.GetBytes($"{clock.Now} {silo} {effect}\n"));

    public string Digest => new Digest(hash.GetCurrentHash()).ToString();

    public void Dispose() => hash.Dispose();
}
