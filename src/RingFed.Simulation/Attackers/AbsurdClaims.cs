using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Simulation.Attackers;

/// <summary>Claims the largest that the wire can say: payloads, counts, views, rounds, bitmaps.</summary>
internal sealed class AbsurdClaims : Attack
{
    private const int Claims = 8;

    public override void Act(Adversary by, int link, int peer)
    {
        (string federation, int epoch, int round) = (by.Plan.Federation, by.Plan.Epoch, by.Round);
        switch (by.Dice.Below(Claims))
        {
            case 0: by.Emit(link, Huge(by)); break;
            case 1: by.Emit(link, new Prevote(federation, epoch, round, by.Name, MessageCaps.ViewMax, by.Junk(), 1)); break;
            case 2: by.Emit(link, new Prevote(federation, epoch, Math.Min(by.Plan.LastRound, round + 1), by.Name, by.Dice.Below(MessageCaps.ViewMax), Digest.None, 1)); break;
            case 3: by.Emit(link, new Have(federation, epoch, round, by.Name, by.Dice.Below(MessageCaps.HavesPerRoundMax), Everyone(by), 1)); break;
            case 4: by.Emit(link, new Suspicion(federation, epoch, round, by.Name, by.Dice.Below(MessageCaps.SuspicionsPerRoundMax), OriginSet.Of(Enumerable.Range(0, by.Plan.Silos)), 1)); break;
            case 5: by.Emit(link, new Want(new ItemId(round, by.Dice.Below(by.Plan.Silos), by.Junk()), new byte[MessageCaps.BitmapBytesMax])); break;
            case 6: by.Emit(link, new WantCloses(0)); break;
            default: by.Emit(link, new SentChunk(new ChunkId(new ItemId(round, by.Dice.Below(by.Plan.Silos), by.Junk()), MessageCaps.ChunksPerItemMax - 1), by.Junk())); break;
        }
    }

    /// <summary>An update of a gigabyte by a silo with more patients than there are people.</summary>
    private static Envelope Huge(Adversary by) => new(
        by.Plan.Federation,
        by.Plan.Epoch,
        by.Plan.LastRound,
        by.Name,
        PayloadKind.Parameters,
        string.Empty,
        by.Plan.Topology,
        by.Junk(),
        by.Junk(),
        by.Junk(),
        "float32",
        new PayloadManifest(
            MessageCaps.PayloadBytesMax, WireCaps.ChunkBytesMax, PayloadManifest.CountOf(MessageCaps.PayloadBytesMax, WireCaps.ChunkBytesMax), by.Junk()),
        long.MaxValue,
        long.MaxValue,
        double.MaxValue,
        Digest.None,
        1);

    private static IReadOnlyList<HeldUpdate> Everyone(Adversary by) =>
        [.. Enumerable.Range(0, by.Plan.Silos).Select(origin => new HeldUpdate(origin, by.Junk()))];
}
