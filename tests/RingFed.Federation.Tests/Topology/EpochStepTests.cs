using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class EpochStepTests
{
    private static readonly FederationTopology Current = Examples.Load(Examples.Minimal);
    private static readonly FederationTopology Next = Examples.Load(Examples.MinimalNext);

    [Fact]
    public void The_next_epoch_may_change_who_takes_part_and_how_rounds_are_run()
    {
        FederationTopology next = Examples.Load($$"""
            federation: hemato-eu
            epoch: 2
            previous: {{Current.DigestText}}
            protocol: { version: 2 }
            silos:
              - { id: d, address: "d.example:7443", key: "sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd" }
              - { id: c, address: "elsewhere.example:1", key: "sha256:eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" }
              - { id: f, address: "f.example:7443", key: "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" }
              - { id: g, inbound: false, key: "sha256:1111111111111111111111111111111111111111111111111111111111111111" }
            exchange: { rounds: 7, localWork: { steps: 5 }, roundDeadline: 1m, codec: float32 }
            byzantine: 0
            aggregation: { rule: median }
            model: { kind: ctgan, schema: elsewhere/s.yaml, seed: 7 }
            """);

        Assert.Empty(EpochStep.Check(Current, next));
    }

    [Fact]
    public void The_examples_in_the_repository_are_two_epochs_in_a_row() => Assert.Empty(EpochStep.Check(
        TopologyFile.Load(Examples.FileNamed("four-silos.yaml")).Require(), TopologyFile.Load(Examples.FileNamed("five-silos.yaml")).Require()));

    [Fact]
    public void A_file_that_only_counts_on_is_a_step() => Assert.Empty(EpochStep.Check(Current, Next));

    [Fact]
    public void What_a_step_may_not_change_is_named_with_a_remedy()
    {
        AssertFault(Next with { Federation = "hemato-us" }, "federation", "write federation: hemato-eu");
        AssertFault(Next with { Epoch = 3 }, "epoch", "write epoch: 2");
        AssertFault(Next with { Epoch = 1 }, "epoch", "write epoch: 2");
        AssertFault(Next with { Previous = null }, "previous", $"write `previous: {Current.DigestText}`");
        AssertFault(Next with { Previous = Digest.Of("another"u8) }, "previous", $"write `previous: {Current.DigestText}`");
        AssertFault(Next with { Exchange = new() { Kind = ExchangeKind.Neighbour } }, "exchange.kind", "write kind: relay");
        AssertFault(Next with { Model = Current.Model with { Kind = "vae-bgm" } }, "model.kind", "write kind: ctgan");
        AssertFault(Next with { Model = Current.Model with { Seed = 8 } }, "model.seed", "write seed: 7");
        AssertFault(Next with { Model = Current.Model with { SchemaDigest = Current.DigestText } }, "model.schemaDigest", "remove the line");
        AssertFault(Next with { Aggregation = Next.Aggregation with { Gate = MergeGate.Heldout } }, "aggregation.gate", "write gate: none");
        AssertFault(Next with { Silos = Examples.Load(Examples.Roster(3)).Silos }, "silos", "keep at least 1: the model is with them");
        AssertFault(Next with { Byzantine = 1 }, "byzantine", "write byzantine: 0 or less, or list at least 4 silos");
        AssertFault(Next with { Silos = [Current.Silos[0]] }, "silos", "list 3 to 128");
        AssertFault(Next with { Silos = [Current.Silos[0], .. Examples.Load(Examples.Roster(128)).Silos] }, "silos", "list 3 to 128");
    }

    [Theory]
    [InlineData(4, 0, 1, null)]
    [InlineData(4, 1, 3, null)]
    [InlineData(4, 1, 2, "silos keeps 2 of the running epoch beside 2 that are new, who with byzantine: 1 need 3 to learn from; keep at least 3, write byzantine: 0 or less, or change the roster in two epochs")]
    [InlineData(7, 2, 5, null)]
    [InlineData(7, 2, 4, "silos keeps 4 of the running epoch beside 3 that are new, who with byzantine: 2 need 5 to learn from; keep at least 5, write byzantine: 1 or less, or change the roster in two epochs")]
    [InlineData(4, 1, 0, "silos names no silo of the running epoch; keep at least 3")]
    public void Who_is_new_finds_enough_silos_that_stay_to_learn_from_though_f_of_them_are_silent(int silos, int liars, int stay, string? sentence)
    {
        FederationTopology current = Current with { Silos = Examples.Load(Examples.Roster(stay + 4)).Silos };
        IReadOnlyList<SiloEntry> added = [.. Examples.Load(Examples.Roster(8)).Silos.Take(silos - stay).Select(silo => silo with { Id = $"new-{silo.Id}" })];
        FederationTopology next = Next with
        {
            Previous = new Digest(current.Digest.Span), Byzantine = liars, Silos = [.. current.Silos.Take(stay), .. added],
        };

        if (sentence is null)
        {
            Assert.Empty(EpochStep.Check(current, next));
        }
        else
        {
            Assert.StartsWith(sentence, Assert.Single(EpochStep.Check(current, next)).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_nobody_is_new_fewer_silos_may_stay_than_newcomers_would_need()
    {
        FederationTopology current = Current with { Silos = Examples.Load(Examples.Roster(8)).Silos };
        FederationTopology next = Next with { Previous = new Digest(current.Digest.Span), Byzantine = 1, Silos = [.. current.Silos.Take(4)] };

        Assert.Empty(EpochStep.Check(current, next));
    }

    [Fact]
    public void The_protocol_does_not_go_back()
    {
        FederationTopology current = Current with { Protocol = new() { Version = 2 } };
        FederationTopology next = Next with { Previous = new Digest(current.Digest.Span) };

        Assert.Equal("protocol.version", Assert.Single(EpochStep.Check(current, next)).Field);
        Assert.Empty(EpochStep.Check(current, next with { Protocol = new() { Version = 2 } }));
    }

    [Theory]
    [InlineData(ExchangeKind.Neighbour, "no round closes that could carry a new one")]
    [InlineData(ExchangeKind.MaskedSum, "all rounds are one fit over the silos that it began with")]
    [InlineData(ExchangeKind.Isolated, "silos train on their own from the first round to the last")]
    [InlineData(ExchangeKind.Sharing, "silos train on their own from the first round to the last")]
    public void Only_what_is_relayed_has_a_next_epoch(ExchangeKind kind, string why)
    {
        FederationTopology current = Current with { Exchange = new() { Kind = kind } };
        FederationTopology next = Next with { Previous = new Digest(current.Digest.Span) };

        EpochFault fault = Assert.Single(EpochStep.Check(current, next));
        Assert.Equal("exchange.kind", fault.Field);
        Assert.Contains(why, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreed_schema_stays_agreed()
    {
        FederationTopology current = Current with { Model = Current.Model with { SchemaDigest = Current.DigestText } };
        FederationTopology next = Next with { Previous = new Digest(current.Digest.Span) };

        EpochFault fault = Assert.Single(EpochStep.Check(current, next));
        Assert.Equal("model.schemaDigest", fault.Field);
        Assert.Contains($"write schemaDigest: {Current.DigestText}", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch", "64", "model.options.batch is 64, in the running epoch 500; write batch: 500")]
    [InlineData("lr", "1e-3", "model.options.lr is 1e-3, in the running epoch left out; remove it")]
    public void Every_option_of_the_model_stays(string option, string value, string sentence)
    {
        FederationTopology current = WithOption(Current, "batch", "500");
        FederationTopology next = WithOption(WithOption(Next, "batch", "500"), option, value) with { Previous = new Digest(current.Digest.Span) };

        Assert.StartsWith(sentence, Assert.Single(EpochStep.Check(current, next)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_is_dropped_is_missed() => Assert.Equal(
        "model.options.batch is left out, in the running epoch 500; write batch: 500; another model begins again: give it a new file and new state directories",
        EpochStep.Check(WithOption(Current, "batch", "500"), Next).Single(fault => fault.Field != "previous").ToString());

    [Fact]
    public void The_order_in_which_options_are_written_means_nothing()
    {
        FederationTopology current = Current with { Model = Current.Model with { Options = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } } };
        FederationTopology next = Next with
        {
            Previous = new Digest(current.Digest.Span),
            Model = Current.Model with { Options = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } },
        };

        Assert.Empty(EpochStep.Check(current, next));
    }

    [Fact]
    public void All_faults_of_a_step_are_reported_at_once()
    {
        FederationTopology next = Current with { Federation = "x", Model = Current.Model with { Seed = 8, Kind = "vae-bgm" } };

        Assert.Equal(["federation", "epoch", "previous", "model.kind", "model.seed"], EpochStep.Check(Current, next).Select(fault => fault.Field));
    }

    [Fact]
    public void The_highest_epoch_has_no_successor_and_no_overflow()
    {
        FederationTopology last = Current with { Epoch = int.MaxValue };

        Assert.Contains(EpochStep.Check(last, Next), fault => fault.Field == "epoch");
        Assert.Contains(EpochStep.Check(Current, Next with { Epoch = int.MinValue }), fault => fault.Field == "epoch");
    }

    [Fact]
    public void An_adopted_epoch_keeps_the_place_of_this_silos_schema()
    {
        FederationTopology next = Next with { Model = Next.Model with { SchemaPath = "/theirs/s.yaml" } };
        FederationTopology adopted = EpochStep.Adopt(Current, next);

        Assert.Equal(Current.Model.SchemaPath, adopted.Model.SchemaPath);
        Assert.Equal(next.DigestText, adopted.DigestText);
    }

    private static FederationTopology WithOption(FederationTopology topology, string name, string value) => topology with
    {
        Model = topology.Model with { Options = new Dictionary<string, string>(topology.Model.Options) { [name] = value } },
    };

    private static void AssertFault(FederationTopology next, string field, string remedy)
    {
        EpochFault fault = Assert.Single(EpochStep.Check(Current, next));
        Assert.Equal(field, fault.Field);
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
    }
}
