using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Network;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Faults;

/// <summary>What networks between hospitals do. Nothing here takes a hole out of a connection: TCP would not.</summary>
internal static class NetworkFaults
{
    private const long PauseMsMin = 300;
    private const long PauseMsMax = 8000;
    private const long LastMsMax = 20_000;

    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("delays", "a path takes up to 3 s instead of 30 ms", Delays),
        new("loss", "a path loses up to a third of its segments, and what follows waits until they are sent again", Loss),
        new("duplicates", "messages and chunks come twice", Duplicates),
        new("reordering", "the links of one silo differ by seconds, so what was sent first comes last", Reordering),
        new("cuts", "all connections of a pair break, and dials fail for a while", Cuts),
        new("partitions", "a part of the ring hears nothing of the rest, and nobody is told", Partitions),
        new("asymmetric", "one silo's words reach its neighbour and no answer comes back", Asymmetric),
        new("flapping", "every path works half of the time, in turns of seconds, so that votes reach some silos and not others", Flapping),
        new("ill-timed", "a silo is heard by some and not by others just when it votes, and by nobody when it closed a round", IllTimed),
        new("clogs", "a path lets 2 kB/s through", Clogs),
    ];

    /// <summary>Nobody hears the silo for a while.</summary>
    public static void Silence(FaultStage stage, int silo, long ms) =>
        Sever(stage, [.. stage.Network.Paths.Around(silo).Select(peer => (silo, peer))], ms);

    private static void Delays(FaultStage stage) => OnPath(stage, path => path.DelayMsMax += 3000, path => path.DelayMsMax -= 3000);

    private static void Loss(FaultStage stage)
    {
        int perMille = (int)stage.Dice.Between(10, 330);
        OnPath(stage, path => path.LostPerMille += perMille, path => path.LostPerMille -= perMille);
    }

    private static void Duplicates(FaultStage stage)
    {
        int perMille = (int)stage.Dice.Between(10, 500);
        OnPath(stage, path => path.DoubledPerMille += perMille, path => path.DoubledPerMille -= perMille);
    }

    private static void Reordering(FaultStage stage) => stage.Often(PauseMsMin, PauseMsMax, () =>
    {
        int silo = stage.AnySilo().Index;
        foreach (int peer in stage.Network.Paths.Around(silo))
        {
            long ms = stage.Dice.Between(0, 2000);
            NetPath path = stage.Network.Paths.Between(peer, silo);
            stage.During(stage.Dice.Between(1, LastMsMax), () => Slow(path, ms), () => Slow(path, -ms));
        }
    });

    private static void Cuts(FaultStage stage) => stage.Often(PauseMsMin, PauseMsMax, () =>
    {
        (int one, int other) = stage.AnyPair();
        Sever(stage, [(one, other), (other, one)], stage.Dice.Between(0, LastMsMax / 2));
        stage.Network.Break(one, other);
    });

    private static void Asymmetric(FaultStage stage) => stage.Often(PauseMsMin, PauseMsMax, () =>
    {
        (int one, int other) = stage.AnyPair();
        Sever(stage, [(one, other)], stage.Dice.Between(0, 2 * LastMsMax));
    });

    private static void Partitions(FaultStage stage) => stage.Often(3 * PauseMsMin, 3 * PauseMsMax, () =>
    {
        bool[] side = [.. stage.Silos.Select(_ => stage.Dice.OneIn(2))];
        Sever(
            stage,
            [.. stage.Silos.SelectMany(silo => stage.Network.Paths.Around(silo.Index).Select(peer => (silo.Index, peer)))
                .Where(pair => side[pair.Index] != side[pair.peer])],
            stage.Dice.Between(0, 3 * LastMsMax));
    });

    private static void Flapping(FaultStage stage)
    {
        long turnMsMax = stage.Dice.Between(1000, 10_000);
        foreach (SimulatedSilo silo in stage.Silos)
        {
            foreach (int peer in stage.Network.Paths.Around(silo.Index))
            {
                stage.Often(turnMsMax, turnMsMax, () => Sever(stage, [(silo.Index, peer)], stage.Dice.Between(1, turnMsMax)));
            }
        }
    }

    private static void IllTimed(FaultStage stage)
    {
        int times = (int)stage.Dice.Between(2, 6);
        foreach (SimulatedSilo silo in stage.Silos)
        {
            silo.Watch += effect =>
            {
                bool isVote = effect is Sign { Body: Propose or Prevote { IsNil: false } or Precommit { IsNil: false } };
                if ((isVote || effect is PersistClose) && stage.Dice.OneIn(times))
                {
                    Sever(
                        stage,
                        [.. stage.Network.Paths.Around(silo.Index).Where(_ => !isVote || stage.Dice.OneIn(2)).Select(peer => (silo.Index, peer))],
                        stage.Dice.Between(1, LastMsMax));
                }
            };
        }
    }

    private static void Clogs(FaultStage stage) => OnPath(stage, path => path.Clogs++, path => path.Clogs--);

    private static void OnPath(FaultStage stage, Action<NetPath> begin, Action<NetPath> end) => stage.Often(PauseMsMin, PauseMsMax, () =>
    {
        (int one, int other) = stage.AnyPair();
        NetPath path = stage.Network.Paths.Between(one, other);
        stage.During(stage.Dice.Between(1, LastMsMax), () => begin(path), () => end(path));
    });

    private static void Sever(FaultStage stage, IReadOnlyList<(int From, int To)> pairs, long ms)
    {
        List<NetPath> paths = [.. pairs.Select(pair => stage.Network.Paths.Between(pair.From, pair.To))];
        stage.During(ms, () => paths.ForEach(path => path.Block()), () => paths.ForEach(path => path.Unblock()));
    }

    private static void Slow(NetPath path, long ms)
    {
        path.DelayMsMin += ms;
        path.DelayMsMax += ms;
    }
}
