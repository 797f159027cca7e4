using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;

namespace RingFed.Federation.Transport;

/// <summary>A finished part with its bytes.</summary>
internal sealed record FinishedPart(OwnPart Part, byte[] Payload, MerkleTree Tree);

/// <summary>A round's result with its canonical bytes.</summary>
/// <param name="Proposal">What it is the result of.</param>
/// <param name="Label">The rule that made it.</param>
/// <param name="Merged">Whose updates it holds.</param>
/// <param name="Missed">Those that screening kept out, each with why.</param>
internal sealed record RoundOutcome(
    int Round,
    Digest Proposal,
    byte[] Bytes,
    MerkleTree Tree,
    Digest Digest,
    string Label,
    OriginSet Merged,
    IReadOnlyList<MissedSilo> Missed)
{
    public AgreedAggregate Aggregate => new(Digest, Tree.Manifest, Merged);
}

/// <summary>
/// The heavy part of a round, away from the event loop: the worker's training and merging, encoding, hashing,
/// aggregating. The worker's calls do not overlap; a round is aggregated beside them, because the others close it while
/// this silo may still train.
/// </summary>
internal sealed class RoundWorkshop(IRoundWorker worker, WorkshopSettings settings, PayloadStore payloads, CancellationToken stop)
    : IDisposable
{
    /// <summary>A count beyond this is no count: so many of the largest roster add up without overflow.</summary>
    private const long StatisticMax = long.MaxValue / Wire.WireCaps.SilosMax;

    private readonly SemaphoreSlim worksAlone = new(1);
    private readonly SemaphoreSlim computesAlone = new(1);
    private volatile ParameterStart? start;
    private ReadOnlyMemory<float>? agreed;

    public void Dispose()
    {
        worksAlone.Dispose();
        computesAlone.Dispose();
    }

    /// <summary>The parameters agreed last, as found after a restart.</summary>
    public void Restore(ReadOnlyMemory<byte> aggregate) => agreed = Floats(aggregate.Span);

    /// <param name="cancelled">The round closed without this silo, or it stops.</param>
    public Task<FinishedPart> WorkAsync(Work work, CancellationToken cancelled) => AloneAsync(worksAlone, async () =>
    {
        ReadOnlyMemory<float> basis = work.Kind == RoundKind.Parameters ? BaseOf(await StartAsync()) : default;
        cancelled.ThrowIfCancellationRequested();
        Contribution contribution = await worker.WorkAsync(new RoundAssignment(work.Round, work.Kind, basis), cancelled);
        return (work.Kind, contribution) switch
        {
            (RoundKind.Statistic, StatisticContribution statistic) => Finish(statistic),
            (RoundKind.Parameters, ParameterContribution parameters) => Finish(parameters, basis),
            _ => throw new InvalidOperationException($"round {work.Round} is a {work.Kind} round, the worker gave a {contribution.GetType().Name}"),
        };
    });

    public async Task<RoundOutcome> AggregateAsync(Aggregate ask)
    {
        if (ask.Updates[0].PayloadKind == PayloadKind.Statistic)
        {
            return await AloneAsync(computesAlone, () => Task.FromResult(Sum(ask)));
        }

        ParameterStart begun = start ?? await AloneAsync(worksAlone, StartAsync);
        return await AloneAsync(computesAlone, () => Task.FromResult(Merge(ask, BaseOf(begun))));
    }

    /// <summary>Takes a fetched aggregate; its chunks were verified one by one, so this checks only the digest of the whole.</summary>
    /// <exception cref="InvalidDataException">The votes name another digest than their own manifest leads to.</exception>
    public Task<RoundOutcome> AdoptAsync(RoundClose close) => AloneAsync(computesAlone, () =>
    {
        byte[] bytes = payloads.BytesOf(ItemId.AggregateOf(close.Round, close.Manifest.Root)).ToArray();
        Digest digest = Digest.Of(bytes);
        if (digest != close.Aggregate)
        {
            throw new InvalidDataException($"the votes of round {close.Round} name aggregate {close.Aggregate}, its chunks make {digest}");
        }

        MerkleTree tree = MerkleTree.Over(bytes, close.Manifest.ChunkBytes);
        return Task.FromResult(new RoundOutcome(close.Round, close.Proposal.Id, bytes, tree, digest, "as agreed by the others", close.Merged, []));
    });

    /// <summary>Hands the worker a closed round's result, and starts from it from now on.</summary>
    public Task MergeAsync(RoundKind kind, RoundRecord record, ReadOnlyMemory<byte> aggregate) => AloneAsync(worksAlone, async () =>
    {
        RoundResult result = kind == RoundKind.Statistic
            ? new RoundResult(record.Round, kind, Longs(aggregate.Span), default, record)
            : new RoundResult(record.Round, kind, default, (agreed = Floats(aggregate.Span)).Value, record);
        await worker.MergeAsync(result, stop);
        return true;
    });

    /// <summary>Beside whatever the worker does: a round's training is long, and the next must not begin before.</summary>
    public Task BookAsync(ForgottenSpending forgotten) => Task.Run(() => worker.BookForgottenAsync(forgotten, stop), stop);

    private async Task<T> AloneAsync<T>(SemaphoreSlim oneAtATime, Func<Task<T>> action)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            return await Task.Run(action, stop);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<ParameterStart> StartAsync() => start ??= await worker.StartParametersAsync(stop);

    private ReadOnlyMemory<float> BaseOf(ParameterStart begun)
    {
        ReadOnlyMemory<float> basis = agreed ?? begun.Values;
        return basis.Length == begun.Layout.Count
            ? basis
            : throw new InvalidDataException($"the layout has {begun.Layout.Count} parameters, the last agreed aggregate {basis.Length}");
    }

    private FinishedPart Finish(StatisticContribution statistic)
    {
        byte[] payload = new byte[Int64Codec.EncodedLength(statistic.Values.Length)];
        Int64Codec.Encode(statistic.Values.Span, payload);
        Digest layout = StatisticLayout.DigestOf(statistic.Query, statistic.Values.Length);
        return Finish(statistic, statistic.Query, layout, Digest.None, StatisticLayout.CodecName, payload);
    }

    private FinishedPart Finish(ParameterContribution parameters, ReadOnlyMemory<float> basis)
    {
        if (parameters.Values.Length != basis.Length)
        {
            throw new InvalidDataException($"the worker gave {parameters.Values.Length} parameters, the layout has {basis.Length}");
        }

        float[] delta = new float[basis.Length];
        for (int i = 0; i < delta.Length; i++)
        {
            delta[i] = parameters.Values.Span[i] - basis.Span[i];
        }

        byte[] payload = settings.Codec.Encode(delta);
        Digest baseDigest = new(AggregateDigest.Of(basis.Span));
        return Finish(parameters, string.Empty, new Digest(start!.Layout.Digest.Span), baseDigest, settings.Codec.Name, payload);
    }

    private FinishedPart Finish(Contribution contribution, string query, Digest layout, Digest baseDigest, string codec, byte[] payload)
    {
        if (payload.Length == 0)
        {
            throw new InvalidDataException("the worker gave an empty contribution; a round sums or merges at least one value");
        }

        MerkleTree tree = MerkleTree.Over(payload, settings.ChunkBytes);
        OwnPart part = new(
            query,
            layout,
            new Digest(contribution.EncoderDigest.Span),
            baseDigest,
            codec,
            tree.Manifest,
            contribution.Records,
            contribution.Steps,
            contribution.EpsilonSpent);
        return new FinishedPart(part, payload, tree);
    }

    private RoundOutcome Sum(Aggregate ask)
    {
        long[] total = new long[ask.Updates[0].Payload.Length / sizeof(long)];
        long[] values = new long[total.Length];
        List<string> summed = [];
        List<MissedSilo> refused = [];
        foreach (Envelope update in ask.Updates)
        {
            Int64Codec.Decode(BytesOf(update).Span, values);
            if (Array.Exists(values, value => value is > StatisticMax or < -StatisticMax))
            {
                refused.Add(new MissedSilo(update.Origin, $"its statistic has a value beyond {StatisticMax}"));
                continue;
            }

            ExactSum.Add(values, total);
            summed.Add(update.Origin);
        }

        byte[] bytes = new byte[Int64Codec.EncodedLength(total.Length)];
        Int64Codec.Encode(total, bytes);
        return summed.Count > 0
            ? Outcome(ask, bytes, Digest.Of(bytes), "exact sum", Origins(summed), refused)
            : throw new AggregationException(AggregationFault.NothingToMerge, $"No silo's statistic of round {ask.Round} is one.");
    }

    private RoundOutcome Merge(Aggregate ask, ReadOnlyMemory<float> basis)
    {
        ReadUpdates updates = ReadUpdates.Of(ask.Updates, UpdateOf);
        if (updates.Readable.Count == 0)
        {
            throw new AggregationException(
                AggregationFault.NothingToMerge, $"No silo's update of round {ask.Round} can be read: {updates.Refused[0].Reason}");
        }

        // The bytes that are stored and served are the merged values themselves: one model less in memory.
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked(basis.Length * sizeof(float)));
        Span<float> merged = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        MergeOutcome outcome = RelayMerge.Run(
            new MergeRequest(updates.Readable, basis, start!.Layout, settings.Rule, settings.Byzantine, settings.Threads)
            {
                Unreadable = updates.Refused.Count,
                Seed = SeedOf(ask.Updates),
            },
            merged);
        PayloadCodec.ByName(WorkshopSettings.AggregateCodec).Encode(merged, bytes);
        return Outcome(
            ask,
            bytes,
            new Digest(outcome.Digest.Span),
            outcome.Rule.Label,
            Origins(outcome.Merged),
            [.. updates.Refused.Concat(outcome.Refused).Select(refused => new MissedSilo(refused.Silo, refused.Reason))]);
    }

    /// <summary>From the payloads alone, which are committed: of all that is agreed on, a proposer could choose the rest.</summary>
    private static ulong SeedOf(IReadOnlyList<Envelope> updates)
    {
        byte[] roots = new byte[updates.Count * Digest.Length];
        for (int index = 0; index < updates.Count; index++)
        {
            updates[index].Payload.Root.CopyTo(roots.AsSpan(index * Digest.Length));
        }

        Digest.Of(roots).CopyTo(roots);
        return BinaryPrimitives.ReadUInt64LittleEndian(roots);
    }

    private static RoundOutcome Outcome(Aggregate ask, byte[] bytes, Digest digest, string label, OriginSet merged, IReadOnlyList<MissedSilo> missed) =>
        new(ask.Round, ask.Proposal, bytes, MerkleTree.Over(bytes, WorkshopSettings.AggregateChunkBytes), digest, label, merged, missed);

    private OriginSet Origins(IEnumerable<string> silos) => OriginSet.Of(silos.Select(silo => settings.Roster.IndexOf(silo)));

    private SiloUpdate UpdateOf(Envelope update) => new(
        update.Origin,
        UpdateVector.Of(PayloadCodec.ByName(update.Codec), BytesOf(update), start!.Layout.Count),
        update.Records,
        update.Steps);

    private ReadOnlyMemory<byte> BytesOf(Envelope update) =>
        payloads.BytesOf(new ItemId(update.Round, settings.Roster.IndexOf(update.Origin), update.Payload.Root));

    private static ReadOnlyMemory<float> Floats(ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        PayloadCodec.ByName(WorkshopSettings.AggregateCodec).Decode(bytes, values);
        return values;
    }

    private static ReadOnlyMemory<long> Longs(ReadOnlySpan<byte> bytes)
    {
        long[] values = new long[bytes.Length / sizeof(long)];
        Int64Codec.Decode(bytes, values);
        return values;
    }
}
