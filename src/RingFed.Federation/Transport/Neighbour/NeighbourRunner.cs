using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;
using RingFed.Federation.Codecs;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Ring.Status;

namespace RingFed.Federation.Transport.Neighbour;

/// <summary>Carries out what neighbour exchange asks for. The session asks for one thing after the other.</summary>
internal sealed class NeighbourRunner(
    SessionPlan plan,
    NeighbourWorkshop workshop,
    StatisticReplay replay,
    NeighbourStore store,
    StateStore state,
    PayloadStore payloads,
    PatientDisk disk,
    TrafficMeter sent,
    TimeProvider time,
    CancellationToken stop)
{
    // By root, because a part may be kept for a later round than the one it was worked for.
    private readonly Dictionary<Digest, FinishedPart> finished = [];
    private NeighbourOutcome? outcome;
    private RoundRecord? last;
    private long begun = time.GetTimestamp();
    private long chunksBefore;
    private long otherBefore;

    /// <summary>Raised when a merged model is on the disk.</summary>
    public event Action<RoundRecord>? RoundOver;

    /// <summary>What a failure of the effect says about this silo.</summary>
    public static SessionFaultCode FaultOf(NeighbourEffect effect) =>
        effect is PersistOwnPart or PersistOwnEnvelope or PersistMerged ? SessionFaultCode.StorageFailed : SessionFaultCode.WorkFailed;

    /// <summary>Everything that a restart finds is where the session looks for it.</summary>
    public void Restore(StoredNeighbours stored)
    {
        last = stored.Merge?.Record;
        workshop.Restore(stored);
        foreach ((int round, FinishedPart one) in stored.Finished)
        {
            payloads.Add(new ItemId(round, plan.Self, one.Part.Payload.Root), one.Buffer, one.Tree);

            // One part may have been stored for two rounds.
            finished.GetValueOrDefault(one.Part.Payload.Root)?.Buffer.LetGo();
            finished[one.Part.Payload.Root] = one;
        }

        stored.Model?.LetGo();
    }

    public async Task<RingEvent> PerformAsync(NeighbourEffect effect)
    {
        switch (effect)
        {
            case WorkOwn work:
                FinishedPart worked = await workshop.WorkAsync(work);
                LetGoOfParts();
                finished[worked.Part.Payload.Root] = worked;
                state.RequireReadable(worked.Part);
                return new OwnWorked(worked.Part);
            case PersistOwnPart persist:
                await Task.Run(() => KeepAsync(persist), stop);
                return new OwnPartPersisted(persist.Round);
            case PersistOwnEnvelope persist:
                await Task.Run(() => disk.WriteAsync(() => store.Write(persist.Record), stop), stop);
                return new OwnEnvelopePersisted(persist.Record);
            case MergeUpdates merge:
                NeighbourOutcome? before = outcome;
                outcome = await MergeAsync(merge);
                before?.Model.LetGo();
                return new UpdatesMerged(merge.Round, Refused(outcome.Clipping));
            case PersistMerged persist:
                await Task.Run(() => KeepAsync(persist.Result), stop);
                return new MergedPersisted(persist.Result.Round);
            case HandOver hand:
                await replay.RunAsync();
                await workshop.HandOverAsync(last!);
                begun = time.GetTimestamp();
                return new HandedOver(hand.Round);
            default:
                throw new InvalidOperationException($"no one performs {effect.GetType().Name}");
        }
    }

    private void LetGoOfParts()
    {
        foreach (FinishedPart part in finished.Values)
        {
            part.Buffer.LetGo();
        }

        finished.Clear();
    }

    private async Task<NeighbourOutcome> MergeAsync(MergeUpdates merge)
    {
        using IDisposable pinned = payloads.Pin(merge.Updates.Select(update => new ItemId(update.Round, plan.IndexOf(update.Origin), update.Payload.Root)));
        return await workshop.MergeAsync(merge);
    }

    private async Task KeepAsync(PersistOwnPart persist)
    {
        FinishedPart own = finished[persist.Part.Payload.Root];
        await disk.WriteAsync(() => store.Write(persist.Round, persist.Part, own.Payload.Span), stop);
        payloads.Add(new ItemId(persist.Round, plan.Self, persist.Part.Payload.Root), own.Buffer, own.Tree);
    }

    private async Task KeepAsync(NeighbourResult result)
    {
        NeighbourOutcome merged = outcome!;
        RoundRecord record = RecordOf(result, merged);
        await disk.WriteAsync(() => store.Write(new StoredMerge(record, result, merged.Clipping.Farther), merged.Model.Bytes.Span), stop);
        workshop.Adopt(merged);
        merged.Model.LetGo();
        outcome = null;
        payloads.EndRound();
        last = record;
        RoundOver?.Invoke(record);
    }

    private RoundRecord RecordOf(NeighbourResult result, NeighbourOutcome merged)
    {
        TrafficStatus traffic = sent.Status;
        long other = traffic.Records + traffic.Other;
        RoundRecord record = new(
            result.Round,
            RoundKind.Parameters,
            [.. result.Merged.Select(silo => plan.Roster[silo])],
            [.. result.Missed.Select(missed => new MissedSilo(plan.Roster[missed.Peer], missed.Reason))],
            Digest.Of(merged.Model.Bytes.Span).ToString(),
            SelfCentredClipping.LabelFor(plan.Silos),
            result.PayloadBytes,
            traffic.Chunks - chunksBefore,
            other - otherBefore,
            time.GetElapsedTime(begun).TotalSeconds)
        {
            Clipped = [.. merged.Clipping.Clipped.Select(one => new ClippedSilo(one.Silo, one.Part))],
        };
        (chunksBefore, otherBefore) = (traffic.Chunks, other);
        return record;
    }

    private MissedNeighbour[] Refused(ClippingOutcome clipping) =>
        [.. clipping.Refused.Select(refused => new MissedNeighbour(plan.IndexOf(refused.Silo), refused.Reason))];
}
