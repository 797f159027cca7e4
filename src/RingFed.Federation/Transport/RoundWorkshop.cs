using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;

namespace RingFed.Federation.Transport;

/// <summary>
/// The heavy part of a round, away from the event loop: the worker's training and merging, encoding, hashing,
/// aggregating. The worker's calls do not overlap; a round is aggregated beside them, because the others close it while
/// this silo may still train.
/// </summary>
internal sealed class RoundWorkshop(
    IRoundWorker worker, WorkshopSettings settings, PayloadStore payloads, PayloadBuffers buffers, CancellationToken stop) : IDisposable
{
    private readonly SemaphoreSlim worksAlone = new(1);
    private readonly SemaphoreSlim computesAlone = new(1);
    private readonly AgreedBase agreed = new();
    private volatile ParameterLayout? layout;

    public void Dispose()
    {
        worksAlone.Dispose();
        computesAlone.Dispose();
        agreed.Dispose();
    }

    /// <summary>The parameters agreed last, as found after a restart.</summary>
    /// <param name="aggregate">Of which the workshop becomes a holder.</param>
    public void Restore(PayloadBuffer aggregate) => agreed.Agree(aggregate);

    /// <param name="cancelled">The round closed without this silo, or it stops.</param>
    /// <returns>The part, which the caller holds.</returns>
    public Task<FinishedPart> WorkAsync(Work work, CancellationToken cancelled) => AloneAsync(worksAlone, async () =>
    {
        if (work.Kind == RoundKind.Statistic)
        {
            return Finish(work, await worker.WorkAsync(new RoundAssignment(work.Round, work.Kind, default), cancelled), default);
        }

        using AgreedBase.Use basis = Checked(agreed, await LayoutAsync());
        cancelled.ThrowIfCancellationRequested();
        return Finish(work, await worker.WorkAsync(AssignmentOf(work, basis.Values), cancelled), basis.Values);
    });

    /// <returns>The outcome, which the caller holds.</returns>
    public async Task<RoundOutcome> AggregateAsync(Aggregate ask)
    {
        if (ask.Updates[0].PayloadKind == PayloadKind.Gather)
        {
            return await AloneAsync(computesAlone, () => Task.FromResult(Gather(ask)));
        }

        ParameterLayout known = layout ?? await AloneAsync(worksAlone, LayoutAsync);
        return await AloneAsync(computesAlone, () =>
        {
            using AgreedBase.Use basis = Checked(agreed, known);
            return Task.FromResult(Merge(ask, basis.Values));
        });
    }

    /// <summary>Takes a fetched aggregate; its chunks were verified one by one, so this checks only the digest of the whole.</summary>
    /// <returns>The outcome, which the caller holds; its bytes are the item's.</returns>
    /// <exception cref="InvalidDataException">The votes name another digest than their own manifest leads to.</exception>
    public Task<RoundOutcome> AdoptAsync(RoundClose close) => AloneAsync(computesAlone, () =>
    {
        PayloadBuffer buffer = payloads.Hold(ItemId.AggregateOf(close.Round, close.Manifest.Root));
        try
        {
            Digest digest = Digest.Of(buffer.Bytes.Span);
            if (digest != close.Aggregate)
            {
                throw new InvalidDataException($"the votes of round {close.Round} name aggregate {close.Aggregate}, its chunks make {digest}");
            }

            MerkleTree tree = MerkleTree.Over(buffer.Bytes, close.Manifest.ChunkBytes);
            return Task.FromResult(new RoundOutcome(close.Round, close.Proposal.Id, buffer, tree, digest, "as agreed by the others", close.Merged, []));
        }
        catch
        {
            buffer.LetGo();
            throw;
        }
    });

    /// <summary>Hands the worker a closed round's result, and starts from it from now on.</summary>
    /// <param name="aggregate">Held by the caller for as long as this runs; by the workshop for as long as it starts from it.</param>
    public Task MergeAsync(RoundTerms terms, RoundRecord record, PayloadBuffer aggregate) => AloneAsync(worksAlone, async () =>
    {
        RoundResult result = record.Kind == RoundKind.Statistic
            ? new RoundResult(record.Round, record.Kind, GatherCodec.Decode(aggregate.Bytes), default, record) { Terms = terms }
            : new RoundResult(record.Round, record.Kind, [], agreed.Agree(aggregate), record) { Terms = terms };
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

    private async Task<ParameterLayout> LayoutAsync() =>
        layout ??= agreed.IsBegun ? await worker.LayoutAsync(stop) : await StartAsync();

    // Of the start the layout stays; the values are let go with the first agreed ones.
    private async Task<ParameterLayout> StartAsync()
    {
        ParameterStart start = await worker.StartParametersAsync(stop);
        agreed.Start(start.Values);
        return start.Layout;
    }

    private static AgreedBase.Use Checked(AgreedBase agreed, ParameterLayout layout)
    {
        AgreedBase.Use basis = agreed.Take();
        if (basis.Values.Length == layout.Count)
        {
            return basis;
        }

        basis.Dispose();
        throw new InvalidDataException($"the layout has {layout.Count} parameters, the last agreed aggregate {basis.Values.Length}");
    }

    private RoundAssignment AssignmentOf(Work work, ReadOnlyMemory<float> basis) =>
        new(work.Round, work.Kind, basis) { IsIdle = work.Kind == RoundKind.Parameters && settings.IsIdleIn(work.Round) };

    private FinishedPart Finish(Work work, Contribution contribution, ReadOnlyMemory<float> basis) => (work.Kind, contribution) switch
    {
        (RoundKind.Statistic, GatherContribution gathered) => Finish(gathered),
        (RoundKind.Parameters, ParameterContribution parameters) => Finish(parameters, basis.Span),
        _ => throw new InvalidOperationException($"round {work.Round} is a {work.Kind} round, the worker gave a {contribution.GetType().Name}"),
    };

    private FinishedPart Finish(GatherContribution gathered)
    {
        int bytes = gathered.Payload.Length;
        RequireSome(bytes);
        if (GatherCodec.EncodedLength(settings.Roster.Count, 0) + ((long)settings.Roster.Count * bytes) > MessageCaps.PayloadBytesMax)
        {
            throw new InvalidDataException(
                $"the worker gave {bytes} bytes of '{gathered.Query}': those of {settings.Roster.Count} silos together are more than the {MessageCaps.PayloadBytesMax} that travel at a time");
        }

        PayloadBuffer buffer = buffers.Take(bytes);
        gathered.Payload.Span.CopyTo(buffer.Bytes.Span);
        return Finish(gathered, gathered.Query, GatherLayout.DigestOf(gathered.Query, bytes), Digest.None, GatherCodec.CodecName, (buffer, bytes));
    }

    private FinishedPart Finish(ParameterContribution parameters, ReadOnlySpan<float> basis)
    {
        if (parameters.Values.Length != basis.Length)
        {
            throw new InvalidDataException($"the worker gave {parameters.Values.Length} parameters, the layout has {basis.Length}");
        }

        RequireSome(basis.Length);
        (PayloadBuffer Buffer, int Length) encoded = DifferenceEncoder.Encode(settings.Codec, parameters.Values.Span, basis, buffers, settings.Threads);
        Digest baseDigest = new(AggregateDigest.Of(basis));
        FinishedPart finished = Finish(parameters, string.Empty, new Digest(layout!.Digest.Span), baseDigest, settings.Codec.Name, encoded);
        return finished with { Part = finished.Part with { Values = basis.Length } };
    }

    private static void RequireSome(int values)
    {
        if (values == 0)
        {
            throw new InvalidDataException("the worker gave an empty contribution; a round gathers or merges something");
        }
    }

    private FinishedPart Finish(
        Contribution contribution, string query, Digest named, Digest baseDigest, string codec, (PayloadBuffer Buffer, int Length) payload)
    {
        MerkleTree tree = MerkleTree.Over(payload.Buffer.Bytes[..payload.Length], settings.ChunkBytes);
        OwnPart part = new(
            query,
            named,
            new Digest(contribution.EncoderDigest.Span),
            baseDigest,
            codec,
            tree.Manifest,
            contribution.Records,
            contribution.Steps,
            contribution.EpsilonSpent);
        return new FinishedPart(part, payload.Buffer, tree);
    }

    /// <summary>Every payload as it is: all of a round are as long (<see cref="Ring.Closing.UpdateShape"/>), and none is read here.</summary>
    private RoundOutcome Gather(Aggregate ask)
    {
        ReadOnlyMemory<byte>[] gathered = [.. ask.Updates.Select(BytesOf)];
        PayloadBuffer buffer = buffers.Take(GatherCodec.EncodedLength(gathered.Length, gathered[0].Length));
        try
        {
            IReadOnlyList<Memory<byte>> places = GatherCodec.Frame(buffer.Bytes, [.. ask.Updates.Select(update => settings.Roster.IndexOf(update.Origin))]);
            foreach ((ReadOnlyMemory<byte> payload, Memory<byte> place) in gathered.Zip(places))
            {
                payload.CopyTo(place);
            }
        }
        catch
        {
            buffer.LetGo();
            throw;
        }

        return Outcome(ask, buffer, Digest.Of(buffer.Bytes.Span), "gathered as they are", Origins(ask.Updates.Select(update => update.Origin)), []);
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
        PayloadBuffer buffer = buffers.Take(checked(basis.Length * sizeof(float)));
        try
        {
            return Merge(ask, basis, updates, buffer);
        }
        catch
        {
            buffer.LetGo();
            throw;
        }
    }

    private RoundOutcome Merge(Aggregate ask, ReadOnlyMemory<float> basis, ReadUpdates updates, PayloadBuffer buffer)
    {
        Span<float> merged = MemoryMarshal.Cast<byte, float>(buffer.Bytes.Span);
        MergeOutcome outcome = RelayMerge.Run(
            new MergeRequest(updates.Readable, basis, layout!, settings.Rule, settings.Byzantine, settings.Threads)
            {
                Unreadable = updates.Refused.Count,
                Seed = SeedOf(ask.Updates),
                Turns = settings.Turns.Of(ask.Round),
            },
            merged);
        PayloadCodec.ByName(WorkshopSettings.AggregateCodec).Encode(merged, buffer.Bytes.Span);
        return Outcome(
            ask,
            buffer,
            new Digest(outcome.Digest.Span),
            LabelOf(outcome, ask.Round),
            Origins(outcome.Merged),
            [.. updates.Refused.Concat(outcome.Refused).Select(refused => new MissedSilo(refused.Silo, refused.Reason))]);
    }

    /// <summary>Only the silo whose turn it is trains; who stands in for it gives back what all were given.</summary>
    private string LabelOf(MergeOutcome outcome, int round) => outcome.Taken switch
    {
        null => outcome.Rule.Label,
        { } taken when settings.Turns.Of(round)[0] is var turn && turn != taken =>
            $"{outcome.Rule.Label}: nobody trained: it was the turn of {turn}, whose update is not there, and the parameters are those that {taken} gave back",
        { } taken => $"{outcome.Rule.Label}: {taken}",
    };

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

    private static RoundOutcome Outcome(
        Aggregate ask, PayloadBuffer buffer, Digest digest, string label, OriginSet merged, IReadOnlyList<MissedSilo> missed) =>
        new(ask.Round, ask.Proposal, buffer, MerkleTree.Over(buffer.Bytes, WorkshopSettings.AggregateChunkBytes), digest, label, merged, missed);

    private OriginSet Origins(IEnumerable<string> silos) => OriginSet.Of(silos.Select(silo => settings.Roster.IndexOf(silo)));

    private SiloUpdate UpdateOf(Envelope update) => new(
        update.Origin,
        UpdateVector.Of(PayloadCodec.ByName(update.Codec), BytesOf(update), layout!.Count, settings.Threads),
        update.Records,
        update.Steps);

    private ReadOnlyMemory<byte> BytesOf(Envelope update) =>
        payloads.BytesOf(new ItemId(update.Round, settings.Roster.IndexOf(update.Origin), update.Payload.Root));
}
