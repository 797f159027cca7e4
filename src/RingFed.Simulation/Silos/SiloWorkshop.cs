using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Ring.Rounds;

namespace RingFed.Simulation.Silos;

/// <summary>A silo's training and merging, and the budget that they cost.</summary>
internal sealed class SiloWorkshop(SimulatedSilo silo, SiloStorage storage, SiloMemory memory, PendingEffects pending, SiloWorld world)
{
    public const double EpsilonPerRound = 0.1;
    private const long AggregateMsMax = 60;
    private const long HandOverMsMax = 100;

    /// <summary>A step of a masked sum takes so much less than training.</summary>
    private const long StepsInATraining = 8;
    private readonly int life = silo.Life;
    private int cancelled = -1;

    public void Begin(Work work)
    {
        double spent = storage.Disk.Spend(EpsilonPerRound);
        long msMax = work.Kind == RoundKind.Statistic && silo.Fit is not null ? silo.WorkMsMax / StepsInATraining : silo.WorkMsMax;
        pending.Within(silo.WorkMsMin, msMax, () =>
        {
            if (cancelled < work.Round)
            {
                silo.Raise(new WorkDone(work.Round, Spoiled(PartOf(work, spent))));
            }
        });
    }

    public void Begin(WorkOwn work)
    {
        double spent = storage.Disk.Spend(EpsilonPerRound);
        pending.Within(silo.WorkMsMin, silo.WorkMsMax, () => silo.Raise(new OwnWorked(Spoiled(storage.Exchange.Work(work, life, spent)))));
    }

    public void Cancel(CancelWork cancel) => cancelled = cancel.Round;

    /// <summary>Of what is in the store when it is asked: a close may release it before the result is there.</summary>
    public void Combine(Aggregate ask)
    {
        if (world.Defects.CountsTwice)
        {
            ask = ask with { Updates = [.. ask.Updates.Take(1), .. ask.Updates] };
        }

        world.Checker.Merged(silo.Index, ask, ask.Updates.All(IsStored));
        Aggregated result = world.Worker.Combine(ask, storage.Disk.BaseOf(ask.Round), silo.Plan.IndexOf);
        pending.Later(AggregateMsMax, () => result);
    }

    public void Merge(MergeUpdates merge)
    {
        UpdatesMerged done = storage.Exchange.Merge(merge, memory.Store);
        pending.Later(AggregateMsMax, () => done);
    }

    public void Use(Merge merge)
    {
        if (merge.Kind == RoundKind.Statistic && silo.Fit is { } fit)
        {
            fit.Take(merge.Close.Round, silo.Plan, world.Masking!.Book.PartsOf(merge.Close.Aggregate));
        }

        pending.Later(HandOverMsMax, () =>
        {
            silo.Finished(merge.Close.Round);
            return new Merged(merge.Close.Round);
        });
    }

    public void Use(HandOver hand) => pending.Later(HandOverMsMax, () =>
    {
        silo.Finished(hand.Round);
        return new HandedOver(hand.Round);
    });

    /// <summary>The whole payload is in memory.</summary>
    public bool IsStored(Envelope envelope) =>
        memory.Store.HoldsAll(new ItemId(envelope.Round, silo.Plan.IndexOf(envelope.Origin), envelope.Payload.Root));

    private OwnPart PartOf(Work work, double spent) => work.Kind == RoundKind.Statistic && silo.Fit is { } fit
        ? world.Worker.Gather(fit.Contribute(work.Round, silo.Plan), work.Round, silo.Index, spent)
        : world.Worker.Work(work.Kind, work.Round, silo.Index, life, storage.Disk.BaseOf(work.Round), spent);

    private OwnPart Spoiled(OwnPart part)
    {
        if (silo.SendsNonsense)
        {
            world.Worker.Spoil(part);
        }

        return silo.Reshapes?.Invoke(part) ?? part;
    }
}
