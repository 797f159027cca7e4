using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Ring.Rounds;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Neighbour;

/// <summary>
/// What a silo has of neighbour exchange beside the session: its files, which survive it, and its model, which is one
/// number. Work pulls the number half the way to the silo's own index; merging is the shipping rule.
/// </summary>
internal sealed class SimulatedExchange(SimulatedSilo silo, SimulatedWorker worker, ExchangeLedger ledger)
{
    private static readonly ParameterLayout Layout = new("number", [("number", [1], "generator")]);
    private readonly SortedDictionary<int, OwnUpdate> own = [];
    private readonly HashSet<Digest> everHeld = [];
    private NeighbourResult? result;
    private SignedRecord? newestEnvelope;
    private float merged;
    private SimulatedExchange? backup;
    private double? farther;

    // Of the life that runs: lost with it.
    private float trained;
    private (float Model, double Farther, IReadOnlyList<Envelope> Updates) outcome;

    /// <summary>The last model on the disk.</summary>
    public float Model => merged;

    /// <summary>Keeps a copy of the files as they are now. What was ever held is known to both.</summary>
    public void BackUp()
    {
        backup = new SimulatedExchange(silo, worker, ledger);
        backup.CopyFrom(this);
    }

    /// <summary>Puts the copy in their place, if there is one. The silo must be down.</summary>
    public void RestoreBackup()
    {
        if (backup is not null)
        {
            CopyFrom(backup);
            ledger.SetBack(silo.Plan, result);
        }
    }

    /// <summary>What the shipping loader makes of the files.</summary>
    public RestoredNeighbours Restore()
    {
        if (own.Count > 0 && own.Last().Value.Part is { } part)
        {
            trained = ledger.ModelOf(part.Payload.Root);
        }

        return new RestoredNeighbours(result, own.ToDictionary(), newestEnvelope);
    }

    /// <summary>Own payloads that are back in the store after a restart.</summary>
    public void Load(SimulatedStore store)
    {
        foreach ((int round, OwnUpdate update) in own)
        {
            Fill(store, round, update.Part);
        }
    }

    /// <summary>The envelope is here, or was until its round was merged.</summary>
    public bool Held(SignedRecord record) => everHeld.Contains(record.Id);

    /// <summary>The round's model, or a later one's, is on the disk.</summary>
    public bool HasMerged(int round) => result?.Round >= round;

    /// <summary>It is the newest that is known of its silo, on the disk.</summary>
    public bool Knows(Digest envelope) => result?.Seen.Any(seen => seen.Newest?.Id == envelope) ?? false;

    public OwnPart Work(WorkOwn work, int life, double spent)
    {
        OwnPart part = worker.Work(RoundKind.Parameters, work.Round, silo.Plan.Self, life, Digest.None, spent);
        trained = merged + (0.5f * (silo.Plan.Self - merged));
        ledger.Trained(part.Payload.Root, trained);
        return part;
    }

    public void Write(PersistOwnPart persist, SimulatedStore store)
    {
        own[persist.Round] = new OwnUpdate(persist.Part, null);
        Fill(store, persist.Round, persist.Part);
    }

    public void Write(PersistOwnEnvelope persist)
    {
        own[persist.Record.Round] = own[persist.Record.Round] with { Envelope = persist.Record };
        newestEnvelope = persist.Record;
        everHeld.Add(persist.Record.Id);
    }

    public UpdatesMerged Merge(MergeUpdates merge, SimulatedStore store)
    {
        ledger.Asked(silo.Plan, merge, store);
        float[] model = new float[1];
        ClippingOutcome clipping = SelfCentredClipping.Merge(
            new ClippingRequest(
                silo.Plan.Silos,
                new[] { trained },
                new[] { merged },
                new[] { trained },
                [.. merge.Updates.Select(ModelOf)],
                farther,
                Layout,
                Threads: 1),
            model);
        outcome = (model[0], clipping.Farther, merge.Updates);
        return new UpdatesMerged(
            merge.Round, [.. clipping.Refused.Select(refused => new MissedNeighbour(silo.Plan.IndexOf(refused.Silo), refused.Reason))]);
    }

    public void Write(PersistMerged persist)
    {
        ledger.Merged(silo.Plan.Self, persist.Result, outcome.Updates);
        int previous = result?.Round ?? -1;
        (result, merged, farther) = (persist.Result, outcome.Model, outcome.Farther);

        // As the shipping store: from the older of the last two merged rounds on, because neighbours may still be sent it.
        foreach (int round in own.Keys.Where(round => round < previous).ToList())
        {
            own.Remove(round);
        }
    }

    private void CopyFrom(SimulatedExchange other)
    {
        own.Clear();
        foreach ((int round, OwnUpdate update) in other.own)
        {
            own[round] = update;
        }

        (result, newestEnvelope, merged, farther) = (other.result, other.newestEnvelope, other.merged, other.farther);
    }

    private SiloUpdate ModelOf(Envelope update)
    {
        float model = worker.IsNonsense(update) ? float.NaN : ledger.ModelOf(update.Payload.Root);
        return new SiloUpdate(update.Origin, new[] { model }, update.Records, update.Steps);
    }

    private void Fill(SimulatedStore store, int round, OwnPart? part)
    {
        if (part is not null)
        {
            store.Fill(new ItemId(round, silo.Plan.Self, part.Payload.Root), part.Payload);
        }
    }
}
