using System.Runtime.InteropServices;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Ring.Rounds;

namespace RingFed.Federation.Transport.Neighbour;

/// <summary>A merged model with what came out of the rule.</summary>
/// <param name="Model">Canonical bytes of its parameters, held by whoever has the outcome.</param>
internal sealed record NeighbourOutcome(int Round, PayloadBuffer Model, ClippingOutcome Clipping);

/// <summary>
/// The heavy part of neighbour exchange, away from the event loop: the worker's training, encoding, hashing, merging.
/// The session asks for one thing after the other, so the worker's calls cannot overlap.
/// An update travels as the difference from the parameters that every silo starts from: all silos know these, and a
/// difference loses less in a short codec than the parameters would. The own model stays unrounded.
/// </summary>
internal sealed class NeighbourWorkshop(IRoundWorker worker, SessionPlan plan, WorkshopSettings settings, PayloadStore payloads, PayloadBuffers buffers, CancellationToken stop)
{
    private ParameterStart? start;
    private PayloadBuffer? merged;
    private ReadOnlyMemory<float>? own;
    private FinishedPart? sent;
    private double? farther;

    /// <summary>The newest merged model and what is remembered with it, as found after a restart. The workshop becomes a holder.</summary>
    public void Restore(StoredNeighbours stored)
    {
        if (stored is { Merge: { } merge, Model: { } model })
        {
            (merged, farther) = (model.Hold(), merge.Farther);
        }

        // Trained but not merged yet: the encoded update stands for the model, which differs from it by rounding only.
        if (stored.Finished.Count > 0)
        {
            Send(stored.Finished.MaxBy(one => one.Key).Value);
        }
    }

    /// <summary>Trains on, and encodes.</summary>
    /// <returns>The part with its payload, which the caller holds.</returns>
    public async Task<FinishedPart> WorkAsync(WorkOwn work)
    {
        ReadOnlyMemory<float> basis = await BaseAsync();
        Contribution contribution = await Task.Run(
            () => worker.WorkAsync(new RoundAssignment(work.Round, RoundKind.Parameters, basis), stop), stop);
        return contribution is ParameterContribution parameters
            ? await Task.Run(() => Finish(parameters), stop)
            : throw new InvalidOperationException($"round {work.Round} merges parameters, the worker gave a {contribution.GetType().Name}");
    }

    public async Task<NeighbourOutcome> MergeAsync(MergeUpdates merge)
    {
        ReadOnlyMemory<float> basis = await BaseAsync();
        return await Task.Run(() => Merge(merge, basis), stop);
    }

    /// <summary>The merged model is on the disk: training goes on from it. The workshop becomes a holder.</summary>
    public void Adopt(NeighbourOutcome outcome)
    {
        merged?.LetGo();
        sent?.Buffer.LetGo();
        (merged, farther, own, sent) = (outcome.Model.Hold(), outcome.Clipping.Farther, null, null);
    }

    /// <summary>Gives the worker its merged model.</summary>
    public Task HandOverAsync(RoundRecord record) => Task.Run(
        () => worker.MergeAsync(new RoundResult(record.Round, RoundKind.Parameters, [], ParameterView.Of(merged!), record) { Terms = plan.TermsOf(record.Round) }, stop),
        stop);

    private NeighbourOutcome Merge(MergeUpdates merge, ReadOnlyMemory<float> basis)
    {
        ReadUpdates neighbours = ReadUpdates.Of(merge.Updates, Read);
        PayloadBuffer decoded = DecodedOwn();
        PayloadBuffer result = buffers.Take(checked(basis.Length * sizeof(float)));
        try
        {
            Span<float> values = MemoryMarshal.Cast<byte, float>(result.Bytes.Span);
            ReadOnlyMemory<float> difference = ParameterView.Of(decoded);
            ClippingOutcome outcome = SelfCentredClipping.Merge(
                new ClippingRequest(
                    plan.Silos,
                    own ?? Sum(start!.Values.Span, difference.Span),
                    basis,
                    difference,
                    neighbours.Readable,
                    farther,
                    start!.Layout,
                    settings.Threads),
                values);
            PayloadCodec.ByName(WorkshopSettings.AggregateCodec).Encode(values, result.Bytes.Span);
            return new NeighbourOutcome(merge.Round, result, outcome with { Refused = [.. neighbours.Refused, .. outcome.Refused] });
        }
        catch
        {
            result.LetGo();
            throw;
        }
        finally
        {
            decoded.LetGo();
        }
    }

    /// <summary>Own update as the neighbours decode it, in canonical bytes.</summary>
    private PayloadBuffer DecodedOwn()
    {
        PayloadBuffer decoded = buffers.Take(checked(start!.Layout.Count * sizeof(float)));
        Span<float> values = MemoryMarshal.Cast<byte, float>(decoded.Bytes.Span);
        PayloadCodec.ByName(sent!.Part.Codec).Decode(sent.Payload.Span, values, settings.Threads);
        PayloadCodec.ByName(WorkshopSettings.AggregateCodec).Encode(values, decoded.Bytes.Span);
        return decoded;
    }

    private void Send(FinishedPart part)
    {
        sent?.Buffer.LetGo();
        part.Buffer.Hold();
        sent = part;
    }

    private FinishedPart Finish(ParameterContribution parameters)
    {
        ReadOnlySpan<float> agreed = start!.Values.Span;
        if (parameters.Values.Length != agreed.Length)
        {
            throw new InvalidDataException($"the worker gave {parameters.Values.Length} parameters, the layout has {agreed.Length}");
        }

        (PayloadBuffer buffer, int length) = DifferenceEncoder.Encode(settings.Codec, parameters.Values.Span, agreed, buffers, settings.Threads);
        own = parameters.Values;
        MerkleTree tree = MerkleTree.Over(buffer.Bytes[..length], settings.ChunkBytes);
        OwnPart part = new(
            string.Empty,
            new Digest(start.Layout.Digest.Span),
            new Digest(parameters.EncoderDigest.Span),
            new Digest(AggregateDigest.Of(agreed)),
            settings.Codec.Name,
            tree.Manifest,
            parameters.Records,
            parameters.Steps,
            parameters.EpsilonSpent)
        {
            Values = agreed.Length,
        };
        FinishedPart finished = new(part, buffer, tree);
        Send(finished);
        return finished;
    }

    private async Task<ReadOnlyMemory<float>> BaseAsync()
    {
        start ??= await Task.Run(() => worker.StartParametersAsync(stop), stop);
        ReadOnlyMemory<float> basis = merged is { } model ? ParameterView.Of(model) : start.Values;
        return basis.Length == start.Layout.Count
            ? basis
            : throw new InvalidDataException($"the layout has {start.Layout.Count} parameters, the last merged model {basis.Length}");
    }

    private SiloUpdate Read(Envelope update)
    {
        ItemId item = new(update.Round, plan.IndexOf(update.Origin), update.Payload.Root);
        UpdateVector difference = UpdateVector.Of(PayloadCodec.ByName(update.Codec), payloads.BytesOf(item), start!.Layout.Count, settings.Threads);
        return new SiloUpdate(update.Origin, difference, update.Records, update.Steps);
    }

    private static float[] Sum(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float[] sum = new float[a.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = a[i] + b[i];
        }

        return sum;
    }
}
