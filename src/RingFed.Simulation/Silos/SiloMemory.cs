using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Simulation.Silos;

/// <summary>What a process has in memory beside its session: chunks, and the records that it checked. Lost with it.</summary>
internal sealed class SiloMemory(SimulatedStore store)
{
    private readonly Dictionary<long, Digest> untested = [];
    private readonly HashSet<Digest> heard = [];
    private long tokens;

    public SimulatedStore Store => store;

    /// <summary>Bytes of a chunk that came.</summary>
    /// <returns>Their token.</returns>
    public long Keep(Digest content)
    {
        untested.Add(++tokens, content);
        return tokens;
    }

    public void Drop(long token) => untested.Remove(token);

    /// <summary>Stores the chunk when its bytes prove its root.</summary>
    /// <param name="takesAny">A defect: it is stored whatever they prove.</param>
    public bool Test(VerifyChunk verify, bool takesAny)
    {
        bool holds = untested.Remove(verify.Token, out Digest content) && (content == verify.Manifest.Root || takesAny);
        if (holds)
        {
            store.Add(verify.Chunk, verify.Manifest, content);
        }

        return holds;
    }

    public void Hear(SignedRecord record) => heard.Add(record.Id);

    public bool HasHeard(Digest record) => heard.Contains(record);
}
