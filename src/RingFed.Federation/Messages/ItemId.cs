namespace RingFed.Federation.Messages;

/// <summary>
/// Something that travels in chunks: one silo's payload of a round, or the agreed aggregate of a round (which a silo
/// that missed the close fetches from a neighbour). The root is part of the name: a silo that signed two envelopes has
/// two payloads, and a chunk of one must not be taken for a bad chunk of the other.
/// </summary>
/// <param name="Origin">Index in the roster, or <see cref="AggregateOrigin"/>.</param>
/// <param name="Root">Of the manifest that its envelope, or its close, carries.</param>
internal readonly record struct ItemId(int Round, int Origin, Digest Root)
{
    /// <summary>Stands where an origin's index stands; a roster can never be this long.</summary>
    public const int AggregateOrigin = ushort.MaxValue;

    public bool IsAggregate => Origin == AggregateOrigin;

    public static ItemId AggregateOf(int round, Digest root) => new(round, AggregateOrigin, root);

    public override string ToString() => IsAggregate ? $"aggregate of round {Round}" : $"payload {Origin} of round {Round}";
}

/// <summary>One bounded slice of an item.</summary>
internal readonly record struct ChunkId(ItemId Item, int Index);
