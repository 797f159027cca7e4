namespace RingFed.Federation.Ring;

/// <summary>
/// What a silo does with a round: its own part before, and its use of the result after. Implemented outside the trust
/// boundary (training, statistics); the ring sees numbers, never records or tensors. Calls do not overlap, but for
/// <see cref="BookForgottenAsync"/>. Parameters and payloads that a worker is given are lent for the call: after it their
/// memory is another payload's.
/// </summary>
public interface IRoundWorker
{
    /// <summary>
    /// An epoch begins: what its topology says of local work and privacy holds from now on. Called before anything else of
    /// the epoch, the first one included; the model is the same in all of them.
    /// </summary>
    void BeginEpoch(Topology.FederationTopology topology)
    {
    }

    /// <summary>
    /// The parameters everyone starts from: drawn from the topology's seed, the same bits at every silo. Asked once an
    /// epoch and process, before its first parameter round, after all statistic rounds have closed.
    /// </summary>
    Task<ParameterStart> StartParametersAsync(CancellationToken cancellationToken);

    /// <summary>Asked instead when there are agreed parameters to go on from: how they are laid out.</summary>
    async Task<Aggregation.ParameterLayout> LayoutAsync(CancellationToken cancellationToken) => (await StartParametersAsync(cancellationToken)).Layout;

    /// <summary>This silo's part of the round. Cancelled when the round closes without it or the silo stops.</summary>
    Task<Contribution> WorkAsync(RoundAssignment assignment, CancellationToken cancellationToken);

    /// <summary>
    /// The result, once per round, in order, also when this silo's part is not in it: the agreed one, or in neighbour
    /// exchange this silo's own merged model. Of parameter rounds that closed in this silo's absence only the newest
    /// comes, of statistic rounds every one; in neighbour exchange rounds that the neighbours are ahead are skipped. The
    /// round counts as finished here only after it returns. After a restart, and at the start of an epoch, all statistic
    /// rounds come again from the first, before those after training the parameters that these start from, and then the last
    /// round, because this may not have returned before.
    /// </summary>
    Task MergeAsync(RoundResult result, CancellationToken cancellationToken);

    /// <summary>
    /// This silo's books are to say at least what it announced, and the cost of one round more, when this returns: its
    /// state directory was put back, or it turned out that it announced more than is known here. No work begins before,
    /// but some may be under way. May come again for the same occasion, and is then booked only as far as more was
    /// announced.
    /// </summary>
    Task BookForgottenAsync(ForgottenSpending forgotten, CancellationToken cancellationToken);
}

/// <summary>What a silo's books may have forgotten.</summary>
/// <param name="EpsilonAnnounced">Highest that the silo is known to have announced as spent; 0 when it announced nothing.</param>
/// <param name="Occasion">Names the putting back of its state; null when nothing is known but that it announced so much.</param>
public sealed record ForgottenSpending(double EpsilonAnnounced, string? Occasion);

/// <summary>What a round is for. Append only: the numbers are in state files.</summary>
public enum RoundKind
{
    /// <summary>A step of a masked sum: payloads are gathered as they are, and every silo is handed all of them.</summary>
    Statistic = 0,

    /// <summary>Model parameters, merged by the topology's aggregation rule.</summary>
    Parameters = 1,
}

/// <param name="Round">In neighbour exchange the result may come out as a later round, at which the neighbours are.</param>
/// <param name="Base">The last agreed parameters, in neighbour exchange this silo's own last merged ones ([layout count] float32); empty in statistic rounds.</param>
public sealed record RoundAssignment(int Round, RoundKind Kind, ReadOnlyMemory<float> Base)
{
    /// <summary>It is another silo's turn, whose parameters become the result: this one does no work and gives the base back.</summary>
    public bool IsIdle { get; init; }
}

/// <param name="Records">Patients behind the contribution, as this silo claims.</param>
/// <param name="Steps">Local optimiser steps, as this silo claims; 1 for what is gathered.</param>
/// <param name="EncoderDigest">SHA-256 of the fitted encoder; 32 zero bytes before one exists.</param>
public abstract record Contribution(long Records, long Steps, double EpsilonSpent, ReadOnlyMemory<byte> EncoderDigest);

/// <summary>Bytes to be gathered, one or more; length and <paramref name="Query"/>, which says what they are, must agree at all silos.</summary>
/// <param name="Query">At most <see cref="Wire.WireCaps.NameBytesMax"/> bytes of UTF-8.</param>
public sealed record GatherContribution(
    string Query, ReadOnlyMemory<byte> Payload, long Records, ReadOnlyMemory<byte> EncoderDigest)
    : Contribution(Records, 1, 0, EncoderDigest);

/// <summary>One silo's payload of a gather round.</summary>
/// <param name="Origin">Place in the roster of that round.</param>
public sealed record GatheredPayload(int Origin, ReadOnlyMemory<byte> Payload);

/// <summary>Who could take part in a round, and how many votes closed it: an earlier epoch's round has other ones than today's.</summary>
/// <param name="Topology">Digest of the epoch's topology, as operators write it.</param>
/// <param name="Roster">Silo ids in ring order.</param>
/// <param name="Votes">q.</param>
public sealed record RoundTerms(int Epoch, string Topology, IReadOnlyList<string> Roster, int Votes);

/// <summary>Parameters after local training from the assignment's base; the ring sends the difference.</summary>
public sealed record ParameterContribution(
    ReadOnlyMemory<float> Values, long Records, long Steps, double EpsilonSpent, ReadOnlyMemory<byte> EncoderDigest)
    : Contribution(Records, Steps, EpsilonSpent, EncoderDigest);

/// <summary>Initial parameters with their layout.</summary>
public sealed record ParameterStart(Aggregation.ParameterLayout Layout, ReadOnlyMemory<float> Values);

/// <param name="Gathered">All payloads of a statistic round, ascending by origin and lent for the call; else empty.</param>
/// <param name="Parameters">
/// Agreed parameters of a parameter round (base + merged difference), in neighbour exchange this silo's own merged model; else empty.
/// </param>
public sealed record RoundResult(
    int Round, RoundKind Kind, IReadOnlyList<GatheredPayload> Gathered, ReadOnlyMemory<float> Parameters, RoundRecord Record)
{
    public required RoundTerms Terms { get; init; }
}

/// <summary>Who was merged, who missed and why, and what came out. Kept for every round; printed by status and report.</summary>
/// <param name="Merged">Silo ids in roster order; in neighbour exchange this silo, its neighbours, and who stood in for one.</param>
/// <param name="Missed">Silos that were to be merged and were not.</param>
/// <param name="AggregateDigest">
/// SHA-256 of the result's canonical bytes. Equal at all silos, except in neighbour exchange, where each has a model of its own.
/// </param>
/// <param name="RuleLabel">The rule, f, and what it does and does not withstand.</param>
/// <param name="PayloadBytes">M: this silo's own encoded update.</param>
/// <param name="BytesOutChunks">Payload bytes this silo sent for the round, relayed ones included, frames and proofs included.</param>
public sealed record RoundRecord(
    int Round,
    RoundKind Kind,
    IReadOnlyList<string> Merged,
    IReadOnlyList<MissedSilo> Missed,
    string AggregateDigest,
    string RuleLabel,
    long PayloadBytes,
    long BytesOutChunks,
    long BytesOutOther,
    double Seconds)
{
    /// <summary>In neighbour exchange: those of <paramref name="Merged"/> that were farther away than what counts whole.</summary>
    public IReadOnlyList<ClippedSilo> Clipped { get; init; } = [];
}

/// <param name="Part">Of the difference to it that counted, between 0 and 1.</param>
public sealed record ClippedSilo(string Silo, double Part);

public sealed record MissedSilo(string Silo, string Reason);
