using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class TopologyFaultTests
{
    [Fact]
    public void All_faults_are_reported_at_once_each_with_line_field_and_remedy()
    {
        const string text = """
            federation: Hemato_EU
            epoch: 0
            silos:
              - { id: a, address: mdns, key: sha256:00 }
              - { id: a, address: "b.example", key: "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }
            exchange:
              kind: masked
              rounds: many
              localWork: { time: 60 }
              roundDeadlin: 10m
              codec: fp8
            aggregation: { rule: krum, gate: held-out }
            model: { kind: ctgan, seed: -1 }
            privacy: { dp: record, epsilon: 4, maskedFit: false }
            """;

        Loaded<FederationTopology> loaded = TopologyFile.Parse(text, "t.yaml");

        Assert.Null(loaded.Value);
        Assert.Equal(
            [
                "1 federation", "2 epoch", "4 silos", "4 silos[0].address", "4 silos[0].key", "5 silos[1].address", "5 silos[1].id",
                "7 exchange.kind", "8 exchange.rounds", "9 exchange.localWork.time", "10 exchange.roundDeadlin",
                "11 exchange.codec", "12 aggregation.gate", "12 aggregation.rule", "13 model.schema", "13 model.seed",
                "14 privacy.dp", "14 privacy.epsilon", "14 privacy.maskedFit",
            ],
            loaded.Faults.OrderBy(f => f.Line).ThenBy(f => f.Field, StringComparer.Ordinal).Select(f => $"{f.Line} {f.Field}"));
        Assert.All(loaded.Faults, fault => Assert.True(fault.Problem.Length > 0 && fault.Remedy.Length > 0));
        Assert.Equal(loaded.Faults.Select(f => f.Line).Order(), loaded.Faults.Select(f => f.Line));
    }

    [Theory]
    [InlineData("exchange: { roundDeadlin: 10m }", "exchange.roundDeadlin", "did you mean roundDeadline?")]
    [InlineData("agregation: { rule: auto }", "agregation", "did you mean aggregation?")]
    [InlineData("aggregation: { rule: medain }", "aggregation.rule", "did you mean median?")]
    [InlineData("aggregation: { gate: held-out }", "aggregation.gate", "did you mean heldout?")]
    [InlineData("aggregation: { rule: bulyan }", "aggregation.rule", "write rule: auto, or list at least 4 silos")]
    [InlineData("aggregation: { rule: nnm+weighted-mean }", "aggregation.rule", "did you mean weighted-mean?")]
    [InlineData("exchange: { codec: lossles }", "exchange.codec", "did you mean lossless?")]
    [InlineData("exchange: { codec: top-k }", "exchange.codec", "write one of float32, bfloat16, int8, lossless")]
    [InlineData("exchange: { kind: neighbor }", "exchange.kind", "did you mean neighbour?")]
    [InlineData("aggregation: { rule: self-centred-clipping }", "aggregation.rule", "write rule: auto")]
    [InlineData("exchange: { kind: maskedsum }", "exchange.kind", "did you mean masked-sum?")]
    [InlineData("exchange: { localWork: { time: 60 } }", "exchange.localWork.time", "a number with a unit")]
    [InlineData("exchange: { localWork: { time: 2d } }", "exchange.localWork.time", "write 100ms to 1d")]
    [InlineData("exchange: { localWork: { stepsMax: 5 } }", "exchange.localWork.stepsMax", "write steps instead")]
    [InlineData("exchange: { localWork: { steps: 5, time: 5s, stepsMax: 5 } }", "exchange.localWork.stepsMax", "keep one")]
    [InlineData("exchange: { localWork: { proximal: -0.1 } }", "exchange.localWork.proximal", "write a number from 0 to 1000000")]
    [InlineData("exchange: { localWork: { proximal: NaN } }", "exchange.localWork.proximal", "write a number from 0 to 1000000")]
    [InlineData("exchange: { localWork: { time: 20m } }", "exchange.roundDeadline", "twice the local work")]
    [InlineData("exchange: { rounds: 1.5 }", "exchange.rounds", "whole number from 1 to 1000000")]
    [InlineData("exchange: relay", "exchange", "write `exchange: { kind: ... }`")]
    [InlineData("exchange: { rounds: [ 1 ] }", "exchange.rounds", "write `rounds: value`")]
    [InlineData("protocol: { version: 3 }", "protocol.version", "whole number from 1 to 2")]
    [InlineData("byzantine: 1", "byzantine", "write byzantine: 0 or less, or list at least 4 silos")]
    [InlineData("privacy: { maskedFit: yes }", "privacy.maskedFit", "write true or false")]
    [InlineData("previous: sha256:00", "previous", "64 lower-case hexadecimal digits")]
    [InlineData("previous: [ a ]", "previous", "write `previous: value`")]
    [InlineData("previous: sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "previous", "64 lower-case hexadecimal digits")]
    [InlineData("previous: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "previous", "raise epoch by one")]
    [InlineData("epoch: 2", "epoch", "keep one of the two")]
    public void A_fault_names_its_field_and_what_to_write(string line, string field, string remedy)
    {
        FileFault fault = Assert.Single(TopologyFile.Parse(Examples.Minimal + line, "t.yaml").Faults);

        Assert.Equal((8, field), (fault.Line, fault.Field));
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
        Assert.StartsWith($"t.yaml:8: {field} ", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aggregation: { rule: median }", "aggregation.rule", "write rule: auto or weighted-mean")]
    [InlineData("aggregation: { gate: heldout }", "aggregation.gate", "write gate: none")]
    [InlineData("byzantine: 1", "byzantine", "write byzantine: 0")]
    public void A_masked_mean_takes_no_rule_no_gate_and_no_liars(string line, string field, string remedy)
    {
        FileFault fault = Assert.Single(TopologyFile.Parse($"{Examples.Minimal}exchange: {{ kind: masked-sum }}\n{line}", "t.yaml").Faults);

        Assert.Equal((9, field), (fault.Line, fault.Field));
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbour_exchange_has_no_epoch_before()
    {
        string text = Examples.Minimal.Replace("epoch: 1", "epoch: 2", StringComparison.Ordinal)
            + "previous: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nexchange: { kind: neighbour }\n";

        FileFault fault = Assert.Single(TopologyFile.Parse(text, "t.yaml").Faults);

        Assert.Equal("previous", fault.Field);
        Assert.Contains("no round closes", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_ring_needs_two_silos(int silos) => Assert.Contains(
        TopologyFile.Parse(Examples.Roster(silos), "t.yaml").Faults, fault => fault.Field == "silos");

    [Fact]
    public void A_roster_beyond_its_cap_is_refused()
    {
        Assert.True(TopologyFile.Parse(Examples.Roster(128), "t.yaml").IsValid);
        Assert.Equal("silos", Assert.Single(TopologyFile.Parse(Examples.Roster(129), "t.yaml").Faults).Field);
    }

    [Theory]
    [InlineData(4, 1, true)]
    [InlineData(6, 2, false)]
    [InlineData(7, 2, true)]
    public void More_liars_than_the_roster_holds_are_refused(int silos, int f, bool accepted) =>
        Assert.Equal(accepted, TopologyFile.Parse(Examples.Roster(silos) + $"byzantine: {f}", "t.yaml").IsValid);

    [Theory]
    [InlineData("address: \"b.example:7443\"", "address: \"A.example:7443\"", "silos[1].address")]
    [InlineData("sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "silos[1].key")]
    [InlineData("id: b", "id: a", "silos[1].id")]
    public void What_must_be_a_silos_own_is_not_shared(string own, string shared, string field)
    {
        string text = Examples.Minimal.Replace(own, shared, StringComparison.Ordinal);
        FileFault fault = Assert.Single(TopologyFile.Parse(text, "t.yaml").Faults);
        Assert.Equal((5, field), (fault.Line, fault.Field));
        Assert.Contains("as on line 4", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("- a\n- b\n", 1)]
    [InlineData("federation: \"open\n", 1)]
    [InlineData("federation: a\n  epoch: 1\n", 2)]
    public void Text_that_is_not_a_topology_at_all_is_one_fault_with_a_line(string text, int line) =>
        Assert.Equal(line, Assert.Single(TopologyFile.Parse(text, "t.yaml").Faults).Line);

    [Fact]
    public void Aliases_and_deep_nesting_are_refused_instead_of_followed()
    {
        Assert.Contains(
            TopologyFile.Parse(Examples.Minimal + "privacy: &p { dp: none }\nprotocol: *p\n", "t.yaml").Faults,
            fault => fault.Problem == "is an alias" && fault.Line == 9);
        Assert.Contains(
            TopologyFile.Parse("a: " + new string('[', 5000), "t.yaml").Faults,
            fault => fault.Problem.Contains("deeper", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_a_fault_that_says_so()
    {
        FileFault fault = Assert.Single(TopologyFile.Load(Examples.FileNamed("no-such.yaml")).Faults);
        Assert.Equal(0, fault.Line);
        Assert.Contains("cannot be read", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_left_empty_is_missing()
    {
        string text = Examples.Minimal.Replace("federation: hemato-eu", "federation:", StringComparison.Ordinal);
        Assert.Equal("is missing", Assert.Single(TopologyFile.Parse(text, "t.yaml").Faults).Problem);
    }
}
