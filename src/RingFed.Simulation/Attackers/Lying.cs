using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>Says in its summaries that it closed rounds that are open and holds what it lacks, and suspects silos that are well.</summary>
internal sealed class Lying : Attack
{
    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => message switch
    {
        Summary summary => [Lie(by, summary)],
        Progress => [new Progress(by.Plan.LastRound)],
        _ => [message],
    };

    public override void Act(Adversary by, int link, int peer) => by.Emit(link, new Suspicion(
        by.Plan.Federation,
        by.Plan.Epoch,
        by.Round,
        by.Name,
        by.Dice.Below(MessageCaps.SuspicionsPerRoundMax),
        OriginSet.Of([by.Dice.Below(by.Plan.Silos)]),
        1));

    private static Summary Lie(Adversary by, Summary summary) => summary with
    {
        Closed = by.Dice.OneIn(2) ? by.Plan.LastRound : summary.Closed,
        Records = [.. summary.Records, .. by.Remembered.Select(record => record.Id).Distinct().Except(summary.Records)],
        Items = [.. summary.Items.Select(item => item with { Chunks = All(item.Chunks.Length) })],
    };

    private static byte[] All(int bytes)
    {
        byte[] bitmap = new byte[bytes];
        Array.Fill(bitmap, byte.MaxValue);
        return bitmap;
    }
}
