using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>A silo's state directory is copied, the silo goes on, and then the copy is put back.</summary>
[Collection(RealDaemons.Name)]
public sealed class PutBackStateTests
{
    private const int RoundsForgotten = 3;
    private static readonly FederationShape Shape = new() { Silos = 3, Rounds = 18, IsModelSmall = true };

    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_whose_backup_is_put_back_signs_nothing_twice_and_comes_to_the_same_end_whether_its_operator_says_so_or_not(bool isSaid)
    {
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        federation.StartAll();
        DemoSilo silo = federation.Silos[1];
        string state = Path.Combine(silo.Folder, "state");
        string copy = Path.Combine(silo.Folder, "backup");
        await federation.UntilAsync(silo, status => status.Session.Closed >= FederationShape.Round(3));
        await federation.KillAsync(silo);
        Copy(state, copy);
        federation.Start(silo);
        await federation.UntilAsync(silo, status => TookPart(status, silo, after: FederationShape.Round(3)));
        await federation.KillAsync(silo);

        Directory.Delete(state, recursive: true);
        Copy(copy, state);
        if (isSaid)
        {
            Assert.Equal(ExitCodes.Success, (await Invocation.RunAsync("restore", "--config", silo.SiloFile)).ExitCode);
        }

        federation.Start(silo);
        await federation.UntilAllAsync(Completed);

        Assert.Contains("memory is older than the ring's", SmallFederation.LogOf(silo), StringComparison.Ordinal);
        await witness.CheckAsync(Shape.LastRound, setBack: Shape.Rounds);
    }

    /// <summary>It voted for, or is merged in, a round that the copy knows nothing of.</summary>
    private static bool TookPart(DaemonStatus status, DemoSilo silo, int after) =>
        status.Session.Recent.Any(record => record.Round > after + RoundsForgotten && record.Merged.Contains(silo.Id));

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
