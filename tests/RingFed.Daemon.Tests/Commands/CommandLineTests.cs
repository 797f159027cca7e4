using System.CommandLine;
using System.Text.Json;
using RingFed.Daemon.Commands;

namespace RingFed.Daemon.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly string _root = Architecture.SourceTree.Root;

    [Fact]
    public async Task Every_command_explains_itself()
    {
        foreach (string[] path in Paths(CommandLine.Create(), []))
        {
            Invocation help = await Invocation.RunAsync([.. path, "--help"]);

            Assert.Equal(ExitCodes.Success, help.ExitCode);
            Assert.Contains("Description:", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_word_leads_to_the_help_of_the_command_that_was_meant()
    {
        Invocation wrong = await Invocation.RunAsync("topology", "sign");

        Assert.Contains("see 'ringfed topology sign --help'", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trian")]
    [InlineData("run", "--threads", "many")]
    [InlineData("demo", "--patients", "3")]
    [InlineData("data", "prepare", "aml", "--source", "no-such-folder", "--out", "no-such-out")]
    [InlineData("generate")]
    [InlineData("demo", "--silos", "1")]
    [InlineData("demo", "--model", "oracle")]
    [InlineData("demo", "--cohort", "no-such-folder", "--out", "no-such-out")]
    [InlineData("data", "simulate", "--patients", "2", "--silos", "3", "--out", "no-such-out")]
    public async Task A_wrong_word_ends_with_bad_input_and_a_sentence(params string[] arguments)
    {
        Invocation wrong = await Invocation.RunAsync(arguments);

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.StartsWith("ringfed: ", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_of_threads_below_nought_is_refused_before_files_are_read()
    {
        Invocation wrong = await Invocation.RunAsync("run", "--threads", "-1");

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains("--threads -1", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspicion_time_that_nobody_could_mean_is_refused_before_files_are_read()
    {
        Invocation wrong = await Invocation.RunAsync("run", "--suspicion-seconds", "0");

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains("--suspicion-seconds 0", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_whose_cohort_is_wrong_leaves_the_last_results_alone()
    {
        using ScratchFolder folder = new();
        folder.Write("demo/.ringfed-demo", "");
        string kept = folder.Write("demo/summary.json", "{}");

        Invocation wrong = await Invocation.RunAsync("demo", "--cohort", folder["typo"], "--out", folder["demo"]);

        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task The_example_topology_passes_its_check_and_prints_what_it_survives()
    {
        Invocation check = await Invocation.RunAsync("topology", "check", Path.Combine(_root, "topology", "four-silos.yaml"), "--json");

        JsonElement report = JsonDocument.Parse(check.Output).RootElement;
        Assert.Equal(ExitCodes.Success, check.ExitCode);
        Assert.Equal(3, report.GetProperty("quorumVotes").GetInt32());
        Assert.Equal(1, report.GetProperty("stopsSurvived").GetInt32());
        Assert.Contains("not Byzantine-robust", report.GetProperty("ruleLabel").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_a_topology_are_listed_at_once()
    {
        using ScratchFolder folder = new();
        string file = folder.Write("topology.yaml", """
            federation: Hemato EU
            epoch: 0
            silos:
              - { id: bologna, address: bologna, key: abc }
              - { id: bologna, address: "a:1", key: abc }
            exchange: { rounds: none }
            """);

        Invocation check = await Invocation.RunAsync("topology", "check", file);

        Assert.Equal(ExitCodes.BadInput, check.ExitCode);
        string[] lines = check.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 6, check.Error);
        Assert.All(lines, line => Assert.Contains("topology.yaml", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daemon_that_is_not_there_is_said_to_be_unreachable()
    {
        using ScratchFolder folder = new();
        string silo = folder.Write("silo.yaml", """
            silo: bologna
            topology: topology.yaml
            identity: { key: k.pem, certificate: c.pem, authority: a.pem }
            cohort: { schema: s.yaml, files: [ p.csv ] }
            state: state
            """);

        foreach (string command in new[] { "status", "leave" })
        {
            Invocation asked = await Invocation.RunAsync(command, "--config", silo);

            Assert.Equal(ExitCodes.Unreachable, asked.ExitCode);
            Assert.Contains("no daemon answers", asked.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_silo_enrols_and_the_authority_signs_it()
    {
        using ScratchFolder folder = new();

        Invocation authority = await Invocation.RunAsync("ca", "init", "--federation", "demo", "--dir", folder["authority"]);
        Invocation init = await Invocation.RunAsync("init", "--silo", "bologna", "--federation", "demo", "--out", folder["bologna"], "--json");
        string key = JsonDocument.Parse(init.Output).RootElement.GetProperty("key").GetString()!;
        Invocation sign = await Invocation.RunAsync(
            "ca", "sign", folder["bologna/bologna.csr.pem"], "--dir", folder["authority"], "--out", folder["bologna/bologna.cert.pem"]);
        Invocation list = await Invocation.RunAsync("ca", "list", "--dir", folder["authority"]);

        Assert.Equal((0, 0, 0, 0), (authority.ExitCode, init.ExitCode, sign.ExitCode, list.ExitCode));
        Assert.Contains(key, sign.Output, StringComparison.Ordinal);
        Assert.Contains(key, list.Output, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", File.ReadAllText(folder["bologna/bologna.cert.pem"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulated_cohort_passes_its_own_check()
    {
        using ScratchFolder folder = new();

        Invocation simulate = await Invocation.RunAsync("data", "simulate", "--patients", "200", "--silos", "2", "--out", folder["cohort"]);
        Invocation check = await Invocation.RunAsync(
            "data", "check", "--schema", folder["cohort/silo-1/schema.yaml"], folder["cohort/silo-1/patients.csv"]);

        Assert.Equal(ExitCodes.Success, simulate.ExitCode);
        Assert.Equal(ExitCodes.Success, check.ExitCode);
        Assert.Contains("SIMULATED", simulate.Output, StringComparison.Ordinal);
        Assert.Contains("no faults", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_a_cohort_are_listed_with_file_and_line()
    {
        using ScratchFolder folder = new();
        await Invocation.RunAsync("data", "simulate", "--patients", "50", "--silos", "1", "--out", folder["cohort"]);
        string table = folder["cohort/silo-1/patients.csv"];
        string[] lines = File.ReadAllLines(table);
        lines[3] = lines[3] + ",surplus";
        lines[5] = string.Join(',', lines[5].Split(',').Select((cell, i) => i == 1 ? "no-such-value" : cell));
        File.WriteAllLines(table, lines);

        Invocation check = await Invocation.RunAsync("data", "check", "--schema", folder["cohort/silo-1/schema.yaml"], table);

        Assert.Equal(ExitCodes.BadInput, check.ExitCode);
        Assert.Contains("patients.csv:4", check.Error, StringComparison.Ordinal);
        Assert.Contains("patients.csv:6", check.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path)
    {
        yield return path;
        foreach (string[] deeper in command.Subcommands.SelectMany(child => Paths(child, [.. path, child.Name])))
        {
            yield return deeper;
        }
    }
}
