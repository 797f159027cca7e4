using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Training;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Bytes are missing at the end of a silo's newest files: what a disk that lied about flushing leaves after a power cut.</summary>
[Collection(RealDaemons.Name)]
public sealed class TornStateTests
{
    private static readonly FederationShape Shape = new() { Silos = 3, Rounds = 12, IsModelSmall = true };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public async Task A_torn_checkpoint_and_a_torn_close_are_named_and_taken_from_what_is_whole()
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo silo = federation.Silos[0];
        SiloState state = new(Path.Combine(silo.Folder, "state"));
        await federation.UntilAsync(silo, status => status.Session.Closed >= FederationShape.Round(4));
        await federation.KillAsync(silo);

        string close = Newest(state.Ring, "close");
        Tear(NewestModel(state));
        Tear(close);
        federation.Start(silo);
        await federation.UntilAllAsync(Completed);

        Assert.Contains($"{close} is torn or altered", SmallFederation.LogOf(silo), StringComparison.Ordinal);
        Assert.Contains("A checkpoint was passed over", SmallFederation.LogOf(silo), StringComparison.Ordinal);
        await witness.CheckAsync(Shape.LastRound, setBack: 1);
    }

    /// <summary>A silo that is killed between two renames has its last whole checkpoint under the older name.</summary>
    private static string NewestModel(SiloState state) => File.Exists(state.Model) ? state.Model : state.PreviousModel;

    private static string Newest(string folder, string name) =>
        Directory.GetFiles(folder, name + "*.ring").Order(StringComparer.Ordinal).Last();

    private static void Tear(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(file.Length * 2 / 3);
    }
}
