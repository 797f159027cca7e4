using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Learning.Data;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>Real daemons, real TLS, real training, kept small.</summary>
[Collection(RealDaemons.Name)]
public sealed class RingOfDaemonsTests
{
    private static bool Completed(DaemonStatus status) => status.Session.Closed == status.Session.RoundsTotal - 1;

    [Fact]
    public async Task The_demo_ends_with_equal_digests_and_a_summary()
    {
        using ScratchFolder folder = new();

        Invocation demo = await Invocation.RunAsync(
            "demo", "--silos", "4", "--patients", "600", "--rounds", "2", "--steps", "3", "--out", folder["demo"]);

        Assert.True(demo.ExitCode == ExitCodes.Success, demo.Output + demo.Error);
        JsonElement summary = JsonDocument.Parse(File.ReadAllText(folder["demo/summary.json"])).RootElement;
        Assert.Equal(4, summary.GetProperty("silos").GetInt32());
        Assert.Equal(2, summary.GetProperty("rounds").GetInt32());
        Assert.True(summary.GetProperty("aggregateDigestsAgree").GetBoolean());
        Assert.All(summary.GetProperty("participants").EnumerateArray(), round => Assert.Equal(4, round.GetProperty("merged").GetArrayLength()));
        double bytes = summary.GetProperty("bytesOutPerSiloPerRound").GetDouble();
        double formula = summary.GetProperty("bytesOutFormula").GetDouble();
        Assert.InRange(bytes, formula, formula * 1.05);
        Assert.InRange(summary.GetProperty("metrics").GetProperty("shape").GetDouble(), .3, 1);
        Assert.Equal(600 + 2, File.ReadAllLines(folder["demo/synthetic.csv"]).Length);

        string[] tables = Directory.GetFiles(folder["demo"], "patients.csv", SearchOption.AllDirectories);
        Invocation evaluate = await Invocation.RunAsync(
            ["evaluate", "--schema", folder["demo/cohort.schema.yaml"], "--train", .. tables, "--holdout", folder["demo/holdout.csv"], "--synthetic", folder["demo/synthetic.csv"]]);
        Assert.True(evaluate.ExitCode == ExitCodes.Success, evaluate.Error);
        Assert.Contains("column shapes", evaluate.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_of_a_model_that_sums_alone_make_has_a_summary_without_rounds_of_training()
    {
        using ScratchFolder folder = new();

        Invocation demo = await Invocation.RunAsync(
            "demo", "--silos", "3", "--patients", "600", "--model", "bayesian-network", "--out", folder["demo"]);

        Assert.True(demo.ExitCode == ExitCodes.Success, demo.Output + demo.Error);
        JsonElement summary = JsonDocument.Parse(File.ReadAllText(folder["demo/summary.json"])).RootElement;
        Assert.Equal(0, summary.GetProperty("rounds").GetInt32());
        Assert.True(summary.GetProperty("aggregateDigestsAgree").GetBoolean());
        Assert.All(summary.GetProperty("participants").EnumerateArray(), round => Assert.Equal(3, round.GetProperty("merged").GetArrayLength()));
        Assert.Contains("rounds of masked sums made the model", demo.Output, StringComparison.Ordinal);
        Assert.StartsWith("none: masked sums make the model", summary.GetProperty("rule").GetString(), StringComparison.Ordinal);
        Assert.Equal(summary.GetProperty("participants").GetArrayLength(), summary.GetProperty("statisticRounds").GetInt32());
    }

    [Fact]
    public async Task A_checkpoint_with_a_flipped_bit_is_found_and_the_one_before_it_is_used()
    {
        await using SmallFederation federation = new(silos: 3, rounds: 6);
        federation.StartAll();
        DemoSilo victim = federation.Silos[0];
        // While it works nothing is written: a kill between two renames would leave only the checkpoint before.
        await federation.UntilAsync(victim, status => status.Session.Phase == SessionPhase.Working && status.Session.Closed >= FederationShape.Round(3));
        await federation.KillAsync(victim);
        SiloState state = new(Path.Combine(victim.Folder, "state"));
        FlipBit(state.Model);
        FlipBit(state.Encoder);

        federation.Start(victim);
        await federation.UntilAllAsync(Completed);

        Assert.Contains("passed over", SmallFederation.LogOf(victim), StringComparison.Ordinal);
        Assert.Contains($"going on from {state.PreviousModel}", SmallFederation.LogOf(victim), StringComparison.Ordinal);
        Assert.True(File.Exists(state.Model + ".damaged"));
    }

    [Fact]
    public async Task A_schema_changed_after_the_fit_is_refused_with_both_digests()
    {
        await using SmallFederation federation = new(silos: 3, rounds: 1000);
        federation.StartAll();
        DemoSilo silo = federation.Silos[0];
        await federation.UntilAsync(silo, status => status.Session.Closed >= FederationShape.Round(1));
        await federation.StopAsync(silo);
        string schema = Path.Combine(silo.Folder, "..", "cohort.schema.yaml");
        File.WriteAllText(schema, File.ReadAllText(schema).Replace("[female, male]", "[male, female]", StringComparison.Ordinal));

        SiloProcess process = federation.Start(silo);
        await process.WaitAsync(CancellationToken.None);

        Assert.Equal(ExitCodes.Failure, process.ExitCode);
        Assert.Contains("the ring fitted its encoder for schema sha256:", SmallFederation.LogOf(silo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_daemon_on_one_state_directory_is_refused_and_the_first_stays_reachable()
    {
        await using SmallFederation federation = new(silos: 3, rounds: 1000);
        federation.StartAll();
        DemoSilo silo = federation.Silos[0];
        await federation.UntilAsync(silo, _ => true);

        Invocation second = await Invocation.RunAsync("run", "--config", silo.SiloFile);

        Assert.Equal(ExitCodes.Failure, second.ExitCode);
        Assert.Contains("another daemon runs on", second.Error, StringComparison.Ordinal);
        await federation.UntilAsync(silo, _ => true);
    }

    [Fact]
    public async Task The_demo_runs_on_real_patients_of_real_centres()
    {
        string? source = PublicDataFolder.Find("aml", Architecture.SourceTree.Root);
        Assert.SkipWhen(source is null, "the public AML cohort is not here: set RINGFED_DATA to the folder that holds aml/");
        using ScratchFolder folder = new();

        Invocation prepare = await Invocation.RunAsync("data", "prepare", "aml", "--source", source!, "--out", folder["aml"]);
        Invocation demo = await Invocation.RunAsync("demo", "--cohort", folder["aml"], "--rounds", "2", "--steps", "3", "--out", folder["demo"]);

        Assert.True(prepare.ExitCode == ExitCodes.Success, prepare.Error);
        Assert.True(demo.ExitCode == ExitCodes.Success, demo.Output + demo.Error);
        JsonElement summary = JsonDocument.Parse(File.ReadAllText(folder["demo/summary.json"])).RootElement;
        Assert.Equal("aml", summary.GetProperty("cohort").GetString());
        Assert.Equal(4, summary.GetProperty("silos").GetInt32());
        Assert.True(summary.GetProperty("aggregateDigestsAgree").GetBoolean());
    }

    [Fact]
    public async Task Silos_with_different_topologies_refuse_each_other_and_name_both_digests()
    {
        await using SmallFederation federation = new(silos: 3);
        DemoSilo other = federation.Silos[1];
        string changed = Path.Combine(other.Folder, "..", "topology-of-the-other.yaml");
        File.WriteAllText(changed, File.ReadAllText(federation.TopologyFile).Replace("rounds: 3", "rounds: 4", StringComparison.Ordinal));
        File.WriteAllText(other.SiloFile, File.ReadAllText(other.SiloFile).Replace("../topology.yaml", "../topology-of-the-other.yaml", StringComparison.Ordinal));

        federation.StartAll();
        DaemonStatus first = await federation.UntilAsync(federation.Silos[0], HasRefusal);
        DaemonStatus second = await federation.UntilAsync(other, HasRefusal);

        string[] digests = [first.Session.Topology, second.Session.Topology];
        Assert.All(digests, digest => Assert.Contains(digest, first.Session.Links[0].LastFault, StringComparison.Ordinal));
        Assert.All(digests, digest => Assert.Contains(digest, second.Session.Links[0].LastFault, StringComparison.Ordinal));

        static bool HasRefusal(DaemonStatus status) =>
            status.Session.Links[0].LastFault?.Contains("topology", StringComparison.OrdinalIgnoreCase) == true;
    }

    [Fact]
    public async Task A_port_in_use_ends_the_daemon_with_one_clear_sentence()
    {
        await using SmallFederation federation = new(silos: 3);
        DemoSilo silo = federation.Silos[0];
        using TcpListener squatter = new(IPAddress.Loopback, silo.Port);
        squatter.Start();

        SiloProcess process = federation.Start(silo);
        await process.WaitAsync(CancellationToken.None);

        Assert.Equal(ExitCodes.Failure, process.ExitCode);
        Assert.Contains($"{silo.Port}", SmallFederation.LogOf(silo), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", SmallFederation.LogOf(silo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_told_to_stop_ends_in_order()
    {
        await using SmallFederation federation = new(silos: 3, rounds: 1000);
        federation.StartAll();
        DemoSilo silo = federation.Silos[0];
        await federation.UntilAsync(silo, status => status.Session.Closed >= FederationShape.Round(1));

        int exitCode = await federation.StopAsync(silo);

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains("Stopped in order", SmallFederation.LogOf(silo), StringComparison.Ordinal);
        Assert.False(File.Exists(silo.AdminSocket));
    }

    [Fact]
    public async Task A_clinical_cohort_is_summed_masked()
    {
        await using SmallFederation federation = new(rounds: 1);
        string schema = Path.Combine(federation.Silos[0].Folder, "..", "cohort.schema.yaml");
        string text = File.ReadAllText(schema);
        File.WriteAllText(schema, text.Replace("origin: simulated", "origin: clinical", StringComparison.Ordinal));
        string topology = File.ReadAllText(federation.TopologyFile);
        Assert.DoesNotContain("schemaDigest", topology, StringComparison.Ordinal);

        federation.StartAll();
        await federation.UntilAllAsync(Completed);

        Assert.Contains("Masked sum 1 of at most 1 is complete", SmallFederation.LogOf(federation.Silos[0]), StringComparison.Ordinal);
    }

    /// <summary>Its secrets are gone with the process. Of four silos three may go on without it: then all four say so alike.</summary>
    [Fact]
    public async Task A_silo_killed_amid_a_masked_sum_ends_with_the_encoder_and_the_aggregate_of_the_others()
    {
        await using SmallFederation federation = new(silos: 4, rounds: 1);
        DemoSilo[] silos = [.. federation.Silos];
        federation.StartAll();
        await federation.UntilAsync(silos[1], status => status.Session.Closed >= 1);

        await federation.KillAsync(silos[1]);
        federation.Start(silos[1]);
        DaemonStatus[] statuses = await federation.UntilAllAsync(Completed);

        Assert.Single(statuses.Select(status => status.Session.Recent[^1].AggregateDigest).Distinct());
        Assert.Single(silos.Select(silo => File.ReadAllText(new SiloState(Path.Combine(silo.Folder, "state")).Encoder)).Distinct());
        string[] summed = [.. statuses[0].Training.Fit!.Silos!];
        Assert.All(statuses, status => Assert.Equal(summed, status.Training.Fit!.Silos));
        Assert.All([silos[0], silos[2], silos[3]], silo => Assert.Contains(silo.Id, summed));
        Assert.Equal(summed.Contains(silos[1].Id), statuses[1].Training.Fit!.IsIn);
        Assert.All(statuses, status => Assert.Equal(silos.Select(silo => silo.Id).Except(summed), status.Training.Fit!.Without));
    }

    private static void FlipBit(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
