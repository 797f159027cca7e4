using RingFed.Federation.Messages;

namespace RingFed.Federation.Ring.Neighbour;

/// <summary>
/// What neighbours say of this silo's past and its own disk does not know. Nothing of it is proven: what two of them say
/// is believed, and what one says alone only as far as it does no lasting harm.
/// </summary>
/// <param name="signedBefore">Newest round that this silo's own disk says it signed; -1 for none.</param>
internal sealed class NeighbourHearsay(SessionPlan plan, IReadOnlyList<NeighbourPeer> peers, int signedBefore)
{
    /// <summary>
    /// Rounds that one neighbour alone can keep this silo from signing while the process runs. An honest one knows no
    /// round farther than two ahead of where the ring is; one that lies costs no more than this.
    /// </summary>
    public const int SoleRoundsMax = 3;

    private int silenced;
    private bool hasDoubted;

    /// <summary>Newest round that this silo may have signed already, so far as that keeps it from signing this one.</summary>
    public int SignedUpTo(int round)
    {
        int agreed = Math.Max(signedBefore, Agreed(peer => peer.Heard));
        int alone = peers.Max(peer => peer.Heard);
        if (round <= agreed || round > alone || silenced == SoleRoundsMax)
        {
            return agreed;
        }

        silenced++;
        return alone;
    }

    /// <summary>What was announced stays spent, whatever an older disk says.</summary>
    public OwnPart WithoutRefund(OwnPart part, List<RingEffect> effects)
    {
        double announced = Agreed(peer => peer.HeardEpsilon);
        if (announced > part.EpsilonSpent)
        {
            effects.Add(new RaiseAlarm(
                FormattableString.Invariant($"this silo's ledger says epsilon {part.EpsilonSpent}, its neighbours were told {announced}: ")
                + "its state directory is an older one; what was announced stays spent",
                AlarmKind.StateOlder));
            part = part with { EpsilonSpent = announced };
        }

        Doubt(part, effects);
        return part;
    }

    /// <summary>Said once, because an operator can find out which of the two it is.</summary>
    private void Doubt(OwnPart part, List<RingEffect> effects)
    {
        NeighbourPeer highest = peers.MaxBy(peer => peer.HeardEpsilon)!;
        if (hasDoubted || highest.HeardEpsilon <= part.EpsilonSpent)
        {
            return;
        }

        hasDoubted = true;
        effects.Add(new RaiseAlarm(
            FormattableString.Invariant($"{highest.Silo} alone says that this silo announced epsilon {highest.HeardEpsilon}, it signs {part.EpsilonSpent}: ")
            + "its state directory is an older one, or that silo is wrong; compare the ledger with the reports of earlier rounds",
            AlarmKind.StateOlder));
    }

    /// <summary>The highest that two say; in a ring of two nobody else can know.</summary>
    private T Agreed<T>(Func<NeighbourPeer, T> said) => peers.Select(said).OrderDescending().ElementAt(plan.Silos == 2 ? 0 : 1);
}
