using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring;

/// <summary>The result of a round as computed or fetched here.</summary>
/// <param name="Merged">Whose updates it holds; silos that screening kept out are missing.</param>
internal sealed record AgreedAggregate(Digest Digest, PayloadManifest Manifest, OriginSet Merged)
{
    public override string ToString() => $"{Digest} (root {Manifest.Root}, merged {Merged})";
}

/// <summary>Where this silo stands in the open round. What others sent lies in the record pool and the chunk ledger.</summary>
internal sealed class RoundState(int round, RoundKind kind, int silos, long now)
{
    private readonly long[] heardOf = [.. Enumerable.Repeat(now, silos)];

    public int Round { get; } = round;

    public RoundKind Kind { get; } = kind;

    /// <summary>This silo's work, once done.</summary>
    public OwnPart? Part { get; set; }

    /// <summary>This silo's envelope has left, or may leave at any time.</summary>
    public bool IsPublished { get; set; }

    public bool IsAggregating { get; set; }

    public AgreedAggregate? Aggregate { get; set; }

    /// <summary>This silo's vote is being signed and stored, or has left.</summary>
    public bool HasVoted { get; set; }

    /// <summary>The aggregate that the others agreed on is being fetched, because it cannot be computed here.</summary>
    public AgreedAggregate? Fetching { get; set; }

    /// <summary>Who is merged; null until the round is decided.</summary>
    public IReadOnlyList<int>? Decided { get; set; }

    /// <summary>The silo did something for the round: the wait for it starts over.</summary>
    public void Heard(int origin, long now)
    {
        if (origin < heardOf.Length)
        {
            heardOf[origin] = now;
        }
    }

    public long HeardOf(int origin) => heardOf[origin];
}
