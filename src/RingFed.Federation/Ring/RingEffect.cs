using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Ring;

/// <summary>Everything a session asks of the world. Carried out in order; answers come back as events.</summary>
internal abstract record RingEffect;

internal sealed record Send(int Link, RingMessage Message) : RingEffect;

/// <summary>Sends a stored chunk; answered by <see cref="ChunkWritten"/>, also when the chunk is no longer there.</summary>
internal sealed record SendChunk(int Link, ChunkId Chunk) : RingEffect;

/// <summary>Says goodbye and closes. The session has already forgotten the link.</summary>
internal sealed record CloseLink(int Link, WireFault Fault) : RingEffect;

/// <summary>
/// Dials this silo from now on whenever there is no connection to it. At the start successor and predecessor are dialled
/// without being named.
/// </summary>
internal sealed record OpenEdge(int Peer) : RingEffect;

/// <summary>Dials this silo no longer. Its connections stay until either end closes them.</summary>
internal sealed record CloseEdge(int Peer) : RingEffect;

/// <summary>Checks the signature against the origin's key in the topology.</summary>
internal sealed record VerifyRecord(int Link, SignedRecord Record) : RingEffect;

/// <summary>Checks the chunk against its item's root and stores it when it holds.</summary>
internal sealed record VerifyChunk(int Link, long Token, ChunkId Chunk, PayloadManifest Manifest) : RingEffect;

/// <summary>The chunk is not needed: forget its bytes.</summary>
internal sealed record DropChunk(long Token) : RingEffect;

/// <summary>Trains or counts, encodes the result and hashes it.</summary>
internal sealed record Work(int Round, RoundKind Kind) : RingEffect;

/// <summary>Stores the payload of the work just done, and its part, through to the disk.</summary>
internal sealed record PersistPayload(int Round, OwnPart Part) : RingEffect;

internal sealed record Sign(RecordBody Body) : RingEffect;

/// <summary>Stores a record of this silo through to the disk; it must not leave before.</summary>
internal sealed record PersistRecord(SignedRecord Record) : RingEffect;

/// <summary>Merges the payloads of these envelopes (roster order).</summary>
internal sealed record Aggregate(int Round, IReadOnlyList<Envelope> Updates) : RingEffect;

/// <summary>Takes the fetched aggregate for this round's result, after checking its bytes against the digest.</summary>
internal sealed record AdoptAggregate(int Round, AgreedAggregate Aggregate) : RingEffect;

/// <summary>Stores the aggregate with the votes that agree on it, through to the disk, in place of nothing older than the one before.</summary>
/// <param name="Merged">Whose updates the aggregate holds.</param>
/// <param name="PayloadBytes">Of this silo's own update, as its envelope says; 0 when it published none.</param>
internal sealed record PersistClose(
    int Round, Digest Digest, IReadOnlyList<SignedRecord> Certificate, OriginSet Merged, long PayloadBytes) : RingEffect;

/// <summary>Hands the result to the worker. Also after a restart for the last closed round, which may not have got there.</summary>
/// <param name="Root">Of the aggregate's chunks.</param>
/// <param name="Merged">Roster indices.</param>
internal sealed record Merge(int Round, RoundKind Kind, Digest Root, IReadOnlyList<int> Merged) : RingEffect;

/// <summary>Payloads up to this round, and aggregates before it, are no longer served.</summary>
internal sealed record ReleaseRounds(int Closed) : RingEffect;

/// <summary>Something an operator should know, with what to do about it.</summary>
internal sealed record RaiseAlarm(string Sentence, AlarmKind Kind = AlarmKind.Other) : RingEffect;

/// <summary>Last effect of all.</summary>
internal sealed record Finish(SessionEnd End) : RingEffect;
