using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;

namespace RingFed.Federation.Transport.Neighbour;

/// <summary>A merged model with what came out of the rule.</summary>
internal sealed record NeighbourOutcome(int Round, float[] Parameters, ClippingOutcome Clipping);

/// <summary>
/// The heavy part of neighbour exchange, away from the event loop: the worker's training, encoding, hashing, merging.
/// The session asks for one thing after the other, so the worker's calls cannot overlap.
/// An update travels as the difference from the parameters that every silo starts from: all silos know these, and a
/// difference loses less in a short codec than the parameters would. The own model stays unrounded.
/// </summary>
internal sealed class NeighbourWorkshop(IRoundWorker worker, SessionPlan plan, WorkshopSettings settings, PayloadStore payloads, CancellationToken stop)
{
    private ParameterStart? start;
    private ReadOnlyMemory<float>? merged;
    private ReadOnlyMemory<float>? own;
    private byte[] payload = [];
    private string codec = settings.Codec.Name;
    private double? farther;

    /// <summary>The newest merged model and what is remembered with it, as found after a restart.</summary>
    public void Restore(StoredNeighbours stored)
    {
        if (stored.Merge is { } merge)
        {
            (merged, farther) = (Floats(stored.Model), merge.Farther);
        }

        // Trained but not merged yet: the encoded update stands for the model, which differs from it by rounding only.
        if (stored.Finished.Count > 0)
        {
            FinishedPart newest = stored.Finished.MaxBy(one => one.Key).Value;
            (payload, codec) = (newest.Payload, newest.Part.Codec);
        }
    }

    /// <summary>Trains on, and encodes.</summary>
    /// <returns>The part with its payload.</returns>
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

    /// <summary>The merged model is on the disk: training goes on from it.</summary>
    public void Adopt(NeighbourOutcome outcome) => (merged, farther, own, payload) = (outcome.Parameters, outcome.Clipping.Farther, null, []);

    /// <summary>Gives the worker its merged model.</summary>
    public Task HandOverAsync(RoundRecord record) => Task.Run(
        () => worker.MergeAsync(new RoundResult(record.Round, RoundKind.Parameters, default, merged!.Value, record), stop), stop);

    private NeighbourOutcome Merge(MergeUpdates merge, ReadOnlyMemory<float> basis)
    {
        float[] sent = Decode(codec, payload);
        float[] result = new float[basis.Length];
        ReadUpdates neighbours = ReadUpdates.Of(merge.Updates, Decode);
        ClippingOutcome outcome = SelfCentredClipping.Merge(
            new ClippingRequest(
                plan.Silos,
                own ?? Sum(start!.Values.Span, sent),
                basis,
                sent,
                neighbours.Readable,
                farther,
                start!.Layout,
                settings.Threads),
            result);
        return new NeighbourOutcome(merge.Round, result, outcome with { Refused = [.. neighbours.Refused, .. outcome.Refused] });
    }

    private FinishedPart Finish(ParameterContribution parameters)
    {
        ReadOnlySpan<float> agreed = start!.Values.Span;
        if (parameters.Values.Length != agreed.Length)
        {
            throw new InvalidDataException($"the worker gave {parameters.Values.Length} parameters, the layout has {agreed.Length}");
        }

        float[] difference = new float[agreed.Length];
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] = parameters.Values.Span[i] - agreed[i];
        }

        payload = settings.Codec.Encode(difference);
        (own, codec) = (parameters.Values, settings.Codec.Name);
        MerkleTree tree = MerkleTree.Over(payload, settings.ChunkBytes);
        OwnPart part = new(
            string.Empty,
            new Digest(start.Layout.Digest.Span),
            new Digest(parameters.EncoderDigest.Span),
            new Digest(AggregateDigest.Of(agreed)),
            codec,
            tree.Manifest,
            parameters.Records,
            parameters.Steps,
            parameters.EpsilonSpent);
        return new FinishedPart(part, payload, tree);
    }

    private async Task<ReadOnlyMemory<float>> BaseAsync()
    {
        start ??= await Task.Run(() => worker.StartParametersAsync(stop), stop);
        ReadOnlyMemory<float> basis = merged ?? start.Values;
        return basis.Length == start.Layout.Count
            ? basis
            : throw new InvalidDataException($"the layout has {start.Layout.Count} parameters, the last merged model {basis.Length}");
    }

    private SiloUpdate Decode(Envelope update)
    {
        ItemId item = new(update.Round, plan.IndexOf(update.Origin), update.Payload.Root);
        return new SiloUpdate(update.Origin, Decode(update.Codec, payloads.BytesOf(item).Span), update.Records, update.Steps);
    }

    private float[] Decode(string name, ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[start!.Layout.Count];
        PayloadCodec.ByName(name).Decode(bytes, values);
        return values;
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

    private static float[] Floats(ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        PayloadCodec.ByName(WorkshopSettings.AggregateCodec).Decode(bytes, values);
        return values;
    }
}
