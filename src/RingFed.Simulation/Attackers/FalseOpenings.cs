using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// Tells silos that are new in an epoch that it began elsewhere, keeps from them what others say, and shows them closes that
/// lack votes, or none.
/// </summary>
internal sealed class FalseOpenings : Attack
{
    private const int ClosesPerLie = 2;

    public override void Act(Adversary by, int link, int peer)
    {
        if (by.Plan.Earlier.Count > 0)
        {
            by.Emit(link, Lie(by));
        }
    }

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => message switch
    {
        RecordMessage { Record: { Body: Opening } record } => by.IsOwn(record) ? [new RecordMessage(by.Sign(Lie(by)))] : [],
        CloseMessage { Close: var close } when by.Dice.OneIn(ClosesPerLie) => Lie(by, close),
        _ => [message],
    };

    private static Opening Lie(Adversary by) => new(
        by.Plan.Federation, by.Plan.Epoch, by.Dice.Below(by.Plan.FirstRound + 2), by.Name, by.Close is { } close && by.Dice.OneIn(2) ? close.Id : by.Junk(), 1);

    /// <summary>With as few votes as a silo that knows no better might take; or none at all.</summary>
    private static IEnumerable<RingMessage> Lie(Adversary by, RoundClose close) => by.Dice.OneIn(3)
        ? []
        : [new CloseMessage(close with { Precommits = [.. close.Precommits.Take(by.Plan.Byzantine + 1)] })];
}
