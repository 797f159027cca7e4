using RingFed.Federation.Messages;

namespace RingFed.Simulation.Attackers;

/// <summary>
/// Greets some as if it were in an epoch that comes after theirs, or one that is over, and tells them of rounds that are
/// closed and of none.
/// </summary>
internal sealed class LaterEpochs : Attack
{
    private const int PeersPerLie = 3;
    private readonly HashSet<int> deceived = [];

    public override IEnumerable<RingMessage> Twist(Adversary by, int peer, RingMessage message) => message switch
    {
        Hello hello => [Greet(by, peer, hello)],
        _ when !deceived.Contains(peer) => [message],
        Summary or Progress => [new Progress(by.Dice.Below(by.Plan.LastRound + 1))],
        Heartbeat or CloseMessage or TopologyText => [message],
        _ => [],
    };

    private Hello Greet(Adversary by, int peer, Hello hello)
    {
        if (!by.Dice.OneIn(PeersPerLie))
        {
            deceived.Remove(peer);
            return hello;
        }

        deceived.Add(peer);
        return by.Plan.Earlier is [.., var last] && by.Dice.OneIn(2)
            ? hello with { Epoch = last.Epoch, Topology = last.Topology }
            : hello with { Epoch = hello.Epoch + 1 + by.Dice.Below(2), Topology = by.Junk() };
    }
}
