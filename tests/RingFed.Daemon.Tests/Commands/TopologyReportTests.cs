using System.Text.Json;
using RingFed.Daemon.Tests.Architecture;

namespace RingFed.Daemon.Tests.Commands;

public sealed class TopologyReportTests
{
    private static readonly string[] _names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];

    [Fact]
    public async Task The_table_says_what_each_ring_size_survives_and_marks_this_one()
    {
        JsonElement report = await CheckAsync(silos: 5, "byzantine: auto");

        Assert.Equal(
            ["3 0 2 1 2 False", "4 0 3 1 3 False", "5 1 4 1 4 True", "6 1 4 2 4 True", "7 1 5 2 5 True", "8 1 5 3 5 True"],
            report.GetProperty("survives").EnumerateArray().Select(Row));
        Assert.Equal(["5 0 3 2 3 False"], report.GetProperty("otherLiars").EnumerateArray().Select(Row));
        Assert.True(report.GetProperty("byzantineRobust").GetBoolean());
        Assert.Equal(4, report.GetProperty("minOrigins").GetInt32());
    }

    [Fact]
    public async Task A_file_that_names_f_keeps_it_where_a_roster_can_hold_it()
    {
        JsonElement report = await CheckAsync(silos: 7, "byzantine: 2");

        Assert.Equal([0, 1, 1, 1, 2, 2], report.GetProperty("survives").EnumerateArray().Select(row => row.GetProperty("byzantine").GetInt32()));
    }

    [Fact]
    public async Task A_rule_that_a_smaller_ring_could_not_always_run_withstands_nobody_there()
    {
        JsonElement report = await CheckAsync(silos: 7, "byzantine: 1\naggregation: { rule: krum }");

        Assert.Equal(
            ["4 0 3 False", "5 1 4 False", "6 1 4 False", "7 1 5 True", "8 1 5 True"],
            report.GetProperty("survives").EnumerateArray().Skip(1).Select(row =>
                $"{row.GetProperty("silos")} {row.GetProperty("byzantine")} {row.GetProperty("votes")} {row.GetProperty("byzantineRobust")}"));
    }

    [Theory]
    [InlineData("", "1m")]
    [InlineData("exchange: { localWork: { steps: 20, proximal: 0.01 } }", "20 steps; FedProx pulls parameters towards the round's start, mu = 0.01")]
    [InlineData("exchange: { localWork: { time: 30s, stepsMax: 20 } }", "30s, at most 20 steps")]
    public async Task What_a_silo_trains_in_a_round_is_said_in_words(string exchange, string words) =>
        Assert.Equal(words, (await CheckAsync(silos: 3, exchange)).GetProperty("localWork").GetString());

    [Fact]
    public async Task A_large_ring_is_compared_with_the_sizes_below_it()
    {
        JsonElement report = await CheckAsync(silos: 11, "byzantine: auto");

        Assert.Equal(Enumerable.Range(5, 7), report.GetProperty("survives").EnumerateArray().Select(row => row.GetProperty("silos").GetInt32()));
    }

    [Fact]
    public async Task Every_silo_is_told_whom_its_firewall_must_let_through()
    {
        JsonElement first = (await CheckAsync(silos: 8, "byzantine: auto")).GetProperty("edges")[0];

        Assert.Equal("a", first.GetProperty("silo").GetString());
        Assert.Equal(["h", "b"], first.GetProperty("always").EnumerateArray().Select(silo => silo.GetString()));
        Assert.Equal(["g", "c", "f", "d"], first.GetProperty("bypass").EnumerateArray().Select(silo => silo.GetString()));
    }

    [Fact]
    public async Task In_words_the_own_row_stands_out()
    {
        Invocation check = await Invocation.RunAsync("topology", "check", Path.Combine(SourceTree.Root, "topology", "four-silos.yaml"));

        Assert.Contains(" >   4    0    3       1                 3   none", check.Output, StringComparison.Ordinal);
        Assert.Contains("survives 1 silo that is off or cut off; no silo may lie: not Byzantine-robust", check.Output, StringComparison.Ordinal);
        Assert.Contains("paris: bologna, berlin | leuven", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("isolated", "no silo can harm another's model")]
    [InlineData("sharing", "gives synthetic rows to all, which no privacy mechanism protects")]
    public async Task What_leaves_a_silo_that_trains_on_its_own_is_said(string exchange, string words)
    {
        using ScratchFolder folder = new();
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "topology", "four-silos.yaml")).Replace("kind: relay", $"kind: {exchange}", StringComparison.Ordinal);
        string file = folder.Write("topology.yaml", text);

        Invocation check = await Invocation.RunAsync("topology", "check", file);

        Assert.True(check.ExitCode == ExitCodes.Success, check.Error);
        Assert.Contains(words, check.Output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> CheckAsync(int silos, string byzantine)
    {
        using ScratchFolder folder = new();
        string roster = string.Join('\n', _names[..silos].Select((name, i) => $"  - {{ id: {name}, address: \"{name}.example:7443\", key: sha256:{new string("0123456789a"[i], 64)} }}"));
        string file = folder.Write("topology.yaml", $"""
            federation: hemato-eu
            epoch: 1
            silos:
            {roster}
            {byzantine}
            model: {"{ kind: ctgan, schema: mds.schema.yaml, seed: 1 }"}
            """);
        Invocation check = await Invocation.RunAsync("topology", "check", file, "--json");
        Assert.True(check.ExitCode == ExitCodes.Success, check.Error);
        return JsonDocument.Parse(check.Output).RootElement;
    }

    private static string Row(JsonElement row) => string.Join(' ', row.EnumerateObject().Select(field => field.Value.ToString()));
}
