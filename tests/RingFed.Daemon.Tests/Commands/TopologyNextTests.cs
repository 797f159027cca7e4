using System.Text.Json;
using RingFed.Daemon.Tests.Architecture;

namespace RingFed.Daemon.Tests.Commands;

public sealed class TopologyNextTests
{
    private static readonly string _example = Path.Combine(SourceTree.Root, "topology", "four-silos.yaml");
    private static readonly string _exampleNext = Path.Combine(SourceTree.Root, "topology", "five-silos.yaml");

    [Fact]
    public async Task What_next_prints_passes_the_check_after_the_file_it_came_from()
    {
        using ScratchFolder folder = new();
        Invocation next = await Invocation.RunAsync("topology", "next", _example);
        Invocation check = await Invocation.RunAsync("topology", "check", folder.Write("next.yaml", next.Output), "--after", _example);

        Assert.Equal((ExitCodes.Success, ""), (check.ExitCode, check.Error));
        Assert.Contains("it may follow epoch 1, and changes nothing but the number", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_a_second_epoch_may_follow_the_first_and_says_what_it_changes()
    {
        Invocation check = await Invocation.RunAsync("topology", "check", _exampleNext, "--after", _example, "--json");
        JsonElement report = JsonDocument.Parse(check.Output).RootElement;
        JsonElement after = report.GetProperty("after");

        Assert.Equal(ExitCodes.Success, check.ExitCode);
        Assert.Equal((1, after.GetProperty("digest").GetString()), (after.GetProperty("epoch").GetInt32(), report.GetProperty("previous").GetString()));
        Assert.Contains("silo madrid", after.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task The_check_names_silos_that_could_not_be_led_over()
    {
        using ScratchFolder folder = new();
        string running = folder.Write("running.yaml", Drafts.Running);
        string next = folder.Write("next.yaml", Drafts.NextOf("bologna", "rome", "paris", "milan", "berlin"));

        Invocation text = await Invocation.RunAsync("topology", "check", next, "--after", running);
        Invocation json = await Invocation.RunAsync("topology", "check", next, "--after", running, "--json");

        Assert.Contains("WARNING: paris must not be away during the change", text.Output, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(json.Output).RootElement.GetProperty("after").GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task A_draft_that_may_not_follow_is_bad_input_with_every_reason()
    {
        Invocation check = await Invocation.RunAsync("topology", "check", _example, "--after", _exampleNext);

        Assert.Equal((ExitCodes.BadInput, ""), (check.ExitCode, check.Output));
        Assert.Contains("four-silos.yaml:7: epoch is 1, the running one is 2; write epoch: 3", check.Error, StringComparison.Ordinal);
        Assert.Contains("four-silos.yaml: previous is missing", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_the_running_epochs_own_is_taken()
    {
        using ScratchFolder folder = new();
        string silo = folder.Write("silo.yaml", "silo: paris\ntopology: t\nidentity: { key: k, certificate: c, authority: a }\ncohort: { schema: s, files: [ p ] }\nstate: state\n");

        Invocation early = await Invocation.RunAsync("topology", "next", "--config", silo);
        folder.Write("state/ring/topology.yaml", Drafts.Running);
        Invocation next = await Invocation.RunAsync("topology", "next", "--config", silo);

        Assert.Equal(ExitCodes.BadInput, early.ExitCode);
        Assert.Contains("no daemon has run on this state directory yet", early.Error, StringComparison.Ordinal);
        Assert.Contains($"epoch: 5\nprevious: {Drafts.RunningTopology.DigestText}\n", next.Output, StringComparison.Ordinal);
    }
}
