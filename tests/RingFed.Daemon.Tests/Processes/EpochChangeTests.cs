using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Epochs that change while daemons run, as operators change them: one hands in a file, the others sign its digest.</summary>
[Collection(RealDaemons.Name)]
public sealed class EpochChangeTests
{
    private static readonly FederationShape Shape = new() { Silos = 5, Rounds = FederationShape.Endless, IsModelSmall = true };

    /// <summary>More than close while the last draft is signed.</summary>
    private const int RoundsLeft = 30;

    [Fact]
    public async Task A_running_ring_is_reordered_loses_a_silo_takes_a_new_one_and_ends_with_equal_results()
    {
        await using SmallFederation federation = new(Shape);
        DemoSilo[] silos = [.. federation.Silos];
        DemoSilo[] founders = silos[..4], later = [silos[2], silos[0], silos[3], silos[4]];
        string first = TopologyLines.WithRoster(await File.ReadAllTextAsync(federation.TopologyFile), founders);
        await File.WriteAllTextAsync(federation.TopologyFile, first);
        await using RoundWitness witness = new(federation, Names(founders), Names(later));
        Array.ForEach(founders, silo => federation.Start(silo));
        await federation.UntilAllAsync(founders, status => status.Session.Closed >= FederationShape.Round(1));

        // Reordered; one silo is killed before the last signature and comes back when the others have gone on.
        string second = TopologyLines.Next(first, silos[2], silos[0], silos[3], silos[1]);
        await HandInAsync(silos[0], second);
        await AgreeAsync(federation, silos[1], second);
        await federation.KillAsync(silos[3]);
        await AgreeAsync(federation, silos[2], second);
        DaemonStatus[] ahead = await federation.UntilAllAsync(silos[..3], status => status.Session is { Epoch: 2, Phase: not Federation.Ring.Status.SessionPhase.Ended } && status.Session.Closed > status.Session.Epochs!.FirstRound);
        federation.Start(silos[3]);
        await federation.UntilAsync(silos[3], status => status.Session.Epoch == 2 && status.Session.Closed > ahead.Max(one => one.Session.Closed));

        // One silo goes and another comes, whose file is the draft and whose directory is empty.
        string third = TopologyLines.Next(second, later);
        await EnterWithAsync(silos[4], third);
        federation.Start(silos[4]);
        await HandInAsync(silos[2], third);
        await AgreeAsync(federation, silos[0], third);
        await AgreeAsync(federation, silos[3], third);
        await federation.UntilAsync(silos[0], status => status.Session.Recent[^1].Merged.Contains(silos[4].Id));
        DaemonStatus removed = await federation.UntilAsync(silos[1], status => status.Session.End is not null);
        Assert.Equal(Federation.Ring.SessionEnding.Completed, removed.Session.End!.Ending);
        Assert.Equal(TopologyLines.Read(third).DigestText, TopologyDigest.TextOf(removed.Session.End.Next));
        Assert.Equal(0, await federation.StopAsync(silos[1]));

        DaemonStatus now = await federation.UntilAsync(silos[4], status => status.Session.Epoch == 3);
        string last = TopologyLines.NextUpTo(third, now.Session.Closed + RoundsLeft - FederationShape.Round(0));
        await HandInAsync(silos[4], last);
        await AgreeAsync(federation, silos[3], last);
        await AgreeAsync(federation, silos[0], last);
        DaemonStatus[] done = await federation.UntilAllAsync(later, status => status.Session.Epoch == 4 && status.Session.Closed == status.Session.RoundsTotal - 1);

        Assert.Single(done.Select(status => status.Session.Recent[^1].AggregateDigest).Distinct());
        Assert.All(done, status => Assert.Equal(Names(later), status.Session.Roster));
        await witness.CheckAsync(done[0].Session.Closed, setBack: done[0].Session.Closed);
    }

    private static async Task HandInAsync(DemoSilo silo, string draft)
    {
        DraftAnswer? answer = await AdminClient.TrySignTextAsync(silo.AdminSocket, draft, CancellationToken.None);
        Assert.True(answer is { IsAccepted: true }, answer?.Sentence ?? $"{silo.Id} did not answer");
    }

    /// <summary>Its operator signs the draft once it has come from another silo.</summary>
    private static async Task AgreeAsync(SmallFederation federation, DemoSilo silo, string draft)
    {
        FederationTopology topology = TopologyLines.Read(draft);
        string digits = Convert.ToHexStringLower(topology.Digest.Span);
        await federation.UntilAsync(silo, status => status.Session.Epochs!.Drafts.Any(one => one.Topology == digits && one.IsHere));
        DraftAnswer? answer = await AdminClient.TrySignDraftAsync(silo.AdminSocket, topology.DigestText, CancellationToken.None);
        Assert.True(answer is { IsAccepted: true }, answer?.Sentence ?? $"{silo.Id} did not answer");
    }

    /// <summary>The silo's own file names the draft as its topology.</summary>
    private static async Task EnterWithAsync(DemoSilo silo, string draft)
    {
        await File.WriteAllTextAsync(Path.Combine(silo.Folder, "..", "entered.yaml"), draft);
        string own = await File.ReadAllTextAsync(silo.SiloFile);
        await File.WriteAllTextAsync(silo.SiloFile, own.Replace("../topology.yaml", "../entered.yaml", StringComparison.Ordinal));
    }

    private static string[] Names(IEnumerable<DemoSilo> silos) => [.. silos.Select(silo => silo.Id)];
}
