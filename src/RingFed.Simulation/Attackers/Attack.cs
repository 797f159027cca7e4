using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>One way to lie. By itself it is honest; each attack overrides what it does differently.</summary>
internal abstract class Attack
{
    /// <summary>What goes out instead of a message.</summary>
    public virtual IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => [message];

    /// <summary>What goes out instead of a chunk; null for nothing.</summary>
    public virtual SentChunk? Twist(Adversary by, int peer, SentChunk chunk) => chunk;

    /// <summary>The last thing that happens to a frame.</summary>
    public virtual byte[] Damage(Adversary by, byte[] frame) => frame;

    /// <summary>Something came.</summary>
    public virtual void Hear(Adversary by, int link, RingMessage message)
    {
    }

    /// <summary>Once a second, on one of the open links.</summary>
    public virtual void Act(Adversary by, int link, int peer)
    {
    }
}

/// <param name="Content">The root that its bytes prove.</param>
internal readonly record struct SentChunk(ChunkId Id, Digest Content);
