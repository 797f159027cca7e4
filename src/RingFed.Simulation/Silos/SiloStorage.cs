using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Neighbour;

namespace RingFed.Simulation.Silos;

/// <summary>All that a silo has on its machine's disk, and the copy that its operator keeps of it.</summary>
internal sealed class SiloStorage(SimulatedSilo silo, SiloWorld world)
{
    private SimulatedDisk? backup;

    public SimulatedDisk Disk { get; private set; } = new(silo.Name, world.Plans, world.Topologies);

    /// <summary>Files of neighbour exchange.</summary>
    public SimulatedExchange Exchange { get; } = new(silo, world.Worker, world.Checker.Exchange);

    public bool HasBackup => backup is not null;

    /// <summary>The chunks that are back after a restart.</summary>
    public SimulatedStore Load(SessionPlan plan)
    {
        SimulatedStore store = Disk.Load(plan);
        Exchange.Load(store);
        return store;
    }

    public RestoredState Restore(SessionPlan plan) => Disk.Restore(plan, world.Defects.ForgetsVotes) with { Neighbours = Exchange.Restore() };

    /// <summary>It is here, or was until its round closed.</summary>
    public bool Held(SignedRecord record) => Disk.Held(record) || Exchange.Held(record);

    /// <summary>Keeps a copy of everything as it is now.</summary>
    public void BackUp()
    {
        backup = Disk.Copy();
        Exchange.BackUp();
    }

    /// <summary>
    /// Puts the copy in place, if there is one. Not after the last round: the neighbours go home when they have heard of
    /// that, and nobody would be left to tell it.
    /// </summary>
    /// <param name="isMarked">As a copy, by who put it there.</param>
    /// <param name="sparesPayloads">What the silo made of open rounds stays: where everyone's update is needed, nothing can take its place.</param>
    public void RestoreBackup(bool isMarked, bool sparesPayloads)
    {
        if (Disk.CloseOf(silo.Plan.LastRound) is not null || Exchange.HasMerged(silo.Plan.LastRound))
        {
            return;
        }

        Disk = backup?.Copy(sparesPayloads ? Disk : null) ?? Disk;
        if (HasBackup)
        {
            world.Checker.PutBack(silo.Index);
        }

        Disk.PutBack = isMarked ? (ulong)silo.Life : Disk.PutBack;
        Exchange.RestoreBackup();
    }
}
