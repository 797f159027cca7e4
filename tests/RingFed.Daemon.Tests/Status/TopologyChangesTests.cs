using RingFed.Daemon.Status;
using RingFed.Daemon.Tests.Commands;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Tests.Status;

public sealed class TopologyChangesTests
{
    private static readonly FederationTopology _running = Drafts.RunningTopology;

    [Fact]
    public void An_equal_topology_has_no_changes() => Assert.Empty(TopologyChanges.Between(_running, _running with { Epoch = 5 }));

    [Fact]
    public void Silos_that_come_and_go_are_named_with_their_place() => Assert.Equal(
        [
            "silo leuven: removed, was between berlin and bologna",
            $"silo rome: new, between paris and berlin, rome.example:7443, key {Drafts.Read(Drafts.Next).Silos[2].Key}",
        ],
        Lines(Drafts.Read(Drafts.Next)));

    [Fact]
    public void Of_silos_that_are_put_elsewhere_only_those_have_moved() => Assert.Equal(
        ["place of bologna: between leuven and paris -> between leuven and paris"],
        Lines(Drafts.Read(Drafts.NextOf("paris", "berlin", "leuven", "bologna"))));

    [Fact]
    public void Addresses_and_keys_are_shown_before_and_after()
    {
        SiloEntry paris = _running.Silos[1];
        SiloEntry other = paris with { Address = null, Key = _running.Silos[0].Key };

        Assert.Equal(
            [$"address of paris: paris.example:7443 -> inbound: false", $"key of paris: {paris.Key} -> {other.Key}"],
            Lines(_running with { Silos = [_running.Silos[0], other, .. _running.Silos.Skip(2)] }));
    }

    [Fact]
    public void A_larger_roster_shows_what_it_does_to_votes_and_rule() => Assert.Equal(
        [
            "silo rome",
            "votes that close a round: 3 of 4 -> 4 of 5",
            "byzantine: 0 -> 1",
            $"rule in effect: {MergeRule.Of(_running).Label} -> {MergeRule.Of(Drafts.Read(Drafts.NextOf("a", "b", "c", "d", "e"))).Label}",
        ],
        Lines(Drafts.Read(Drafts.NextOf("bologna", "paris", "rome", "berlin", "leuven"))).Select(line => line.Split(": new")[0]));

    [Fact]
    public void Settings_are_shown_as_an_operator_writes_them() => Assert.Equal(
        [
            "protocol.version: 1 -> 2",
            "exchange.rounds: 50 -> 60",
            "exchange.localWork.steps: not set -> 5",
            "exchange.localWork.time: 1m -> not set",
            "exchange.localWork.proximal: 0 -> 0.01",
            "exchange.roundDeadline: 10m -> 30s",
            "exchange.codec: bfloat16 -> float32",
            "aggregation.rule: auto -> median",
        ],
        Lines(_running with
        {
            Protocol = new ProtocolSettings { Version = 2 },
            Exchange = new ExchangeSettings
            {
                Rounds = 60,
                LocalWork = new LocalWork { Steps = 5, Time = null, Proximal = .01 },
                RoundDeadline = TimeSpan.FromSeconds(30),
                Codec = UpdateCodec.Float32,
            },
            Aggregation = new AggregationSettings { Rule = "median" },
        }).Where(line => !line.StartsWith("rule in effect", StringComparison.Ordinal)));

    private static IEnumerable<string> Lines(FederationTopology next) =>
        TopologyChanges.Between(_running, next).Select(change => change.ToString());
}
