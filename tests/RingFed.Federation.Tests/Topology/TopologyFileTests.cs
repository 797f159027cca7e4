using RingFed.Federation.Messages;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

public sealed class TopologyFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("byzantine: auto\n")]
    public void A_masked_mean_says_that_it_withstands_no_silo_that_lies(string byzantine)
    {
        FederationTopology topology = Examples.Load($"{Examples.Roster(9)}exchange: {{ kind: masked-sum }}\n{byzantine}");

        MergeRule rule = MergeRule.Of(topology);
        Assert.Equal((ExchangeKind.MaskedSum, 0, "weighted-mean", false), (topology.Exchange.Kind, topology.Byzantine, rule.Name, rule.IsByzantineRobust));
        Assert.Contains("NO ROBUSTNESS", rule.Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("masked-sum", true, "masked mean")]
    [InlineData("masked-sum", false, "masked sums make the model")]
    [InlineData("isolated", false, "every silo trains alone")]
    [InlineData("relay", false, "masked sums make the model")]
    public void A_session_names_the_rule_of_what_it_merges(string kind, bool sumsMeans, string label)
    {
        FederationTopology topology = Examples.Load($"{Examples.Roster(4)}exchange: {{ kind: {kind} }}\n");

        Assert.Contains(label, MergeRule.Of(topology, trains: false, sumsMeans).Label, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neighbour")]
    [InlineData("masked-sum")]
    [InlineData("isolated")]
    [InlineData("sharing")]
    public void Where_no_epoch_can_follow_none_is_said_to_come_before(string kind)
    {
        FileFault fault = Assert.Single(TopologyFile.Parse($"{Examples.MinimalNext}exchange: {{ kind: {kind} }}\n", "t.yaml").Faults);

        Assert.Equal("previous", fault.Field);
    }

    [Fact]
    public void The_example_in_the_repository_is_a_valid_topology()
    {
        FederationTopology topology = TopologyFile.Load(Examples.FileNamed("four-silos.yaml")).Require();

        Assert.Equal(("hemato-eu", 1), (topology.Federation, topology.Epoch));
        Assert.Equal(["bologna", "paris", "berlin", "leuven"], topology.Silos.Select(silo => silo.Id));
        Assert.Equal(new SiloAddress("2001:db8::7", 7443), topology.Silos[3].Address);
        Assert.Equal((TimeSpan.FromSeconds(60), 400), (topology.Exchange.LocalWork.Time, topology.Exchange.LocalWork.StepsMax));
        Assert.Equal(Examples.FileNamed("mds.schema.yaml"), topology.Model.SchemaPath);
        Assert.Equal((3, 1), (topology.Quorum.Votes, topology.Quorum.SurvivableStops));
    }

    [Fact]
    public void A_file_names_the_epoch_before_or_is_the_first()
    {
        FederationTopology first = Examples.Load(Examples.Minimal);
        FederationTopology second = Examples.Load(Examples.MinimalNext);

        Assert.Null(first.Previous);
        Assert.Equal(first.DigestText, TopologyDigest.TextOf(second.Previous!.Value));
        Assert.Equal(new Digest(first.Digest.Span), second.Previous);
    }

    [Fact]
    public void What_a_short_file_leaves_out_takes_the_documented_defaults()
    {
        FederationTopology topology = Examples.Load(Examples.Minimal);

        Assert.Equal(50, topology.Exchange.Rounds);
        Assert.Equal(TimeSpan.FromMinutes(10), topology.Exchange.RoundDeadline);
        Assert.Equal(UpdateCodec.Bfloat16, topology.Exchange.Codec);
        Assert.Equal((null, TimeSpan.FromSeconds(60)), (topology.Exchange.LocalWork.Steps, topology.Exchange.LocalWork.Time));
        Assert.Equal(("auto", MergeGate.None), (topology.Aggregation.Rule, topology.Aggregation.Gate));
        Assert.Equal((0, 7L), (topology.Byzantine, topology.Model.Seed));
        Assert.Null(topology.Model.SchemaDigest);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("self-centred-clipping")]
    public void Neighbour_exchange_has_one_rule_which_need_not_be_named(string rule)
    {
        string exchange = "exchange: { kind: neighbour }\n";
        FederationTopology topology = Examples.Load(Examples.Minimal + exchange + $"aggregation: {{ rule: {rule} }}");

        Assert.Equal((ExchangeKind.Neighbour, rule), (topology.Exchange.Kind, topology.Aggregation.Rule));
        Assert.NotEqual(Examples.Load(Examples.Minimal).DigestText, Examples.Load(Examples.Minimal + exchange).DigestText);
    }

    [Fact]
    public void A_rule_for_the_whole_ring_is_refused_in_neighbour_exchange()
    {
        Loaded<FederationTopology> loaded = TopologyFile.Parse(
            Examples.Minimal + "exchange: { kind: neighbour }\naggregation: { rule: median }", "t.yaml");

        FileFault fault = Assert.Single(loaded.Faults);
        Assert.Equal((9, "aggregation.rule", "write rule: auto"), (fault.Line, fault.Field, fault.Remedy));
    }

    [Fact]
    public void Steps_alone_bound_the_work_without_a_clock()
    {
        LocalWork work = Examples.Load(Examples.Minimal + "exchange: { localWork: { steps: 200 } }").Exchange.LocalWork;
        Assert.Equal(new LocalWork { Steps = 200, Time = null, StepsMax = null }, work);
    }

    [Theory]
    [InlineData("isolated", "aggregation: { rule: median }", "aggregation.rule")]
    [InlineData("isolated", "aggregation: { gate: heldout }", "aggregation.gate")]
    [InlineData("sharing", "aggregation: { rule: median }", "aggregation.rule")]
    [InlineData("sharing", "aggregation: { gate: heldout }", "aggregation.gate")]
    public void Silos_that_train_on_their_own_merge_nothing_and_choose_between_nothing(string kind, string more, string field)
    {
        Loaded<FederationTopology> loaded = TopologyFile.Parse(Examples.Minimal + $"exchange: {{ kind: {kind} }}\n{more}", "t.yaml");

        Assert.Equal([field], loaded.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public void Only_silos_that_take_nothing_from_others_withstand_what_these_do()
    {
        Assert.True(MergeRule.Of(Examples.Load(Examples.Minimal + "exchange: { kind: isolated }")).IsByzantineRobust);
        Assert.False(MergeRule.Of(Examples.Load(Examples.Minimal + "exchange: { kind: sharing }")).IsByzantineRobust);
    }

    [Fact]
    public void A_proximal_term_needs_no_time_or_steps_beside_it()
    {
        LocalWork work = Examples.Load(Examples.Minimal + "exchange: { localWork: { proximal: 1e-2 } }").Exchange.LocalWork;
        Assert.Equal(new LocalWork { Proximal = .01 }, work);
    }

    [Fact]
    public void Turns_are_taken_in_relay_exchange_alone()
    {
        Assert.Equal("sequential", Examples.Load(Examples.Minimal + "aggregation: { rule: sequential }").Aggregation.Rule);

        FileFault fault = Assert.Single(TopologyFile.Parse(Examples.Minimal + "exchange: { kind: neighbour }\naggregation: { rule: sequential }", "t.yaml").Faults);
        Assert.Equal("aggregation.rule", fault.Field);
    }

    [Fact]
    public void Options_of_the_model_are_kept_as_written()
    {
        FederationTopology topology = Examples.Load(Examples.Minimal.Replace(
            "seed: 7", "seed: 7, options: { batch: 500, lr: 2e-4 }", StringComparison.Ordinal));
        Assert.Equal(("500", "2e-4"), (topology.Model.Options["batch"], topology.Model.Options["lr"]));
    }

    [Fact]
    public void The_order_of_the_roster_is_the_ring()
    {
        FederationTopology topology = Examples.Load(Examples.Minimal);

        Assert.Equal("b", topology.SuccessorOf("a").Id);
        Assert.Equal("a", topology.SuccessorOf("c").Id);
        Assert.Equal("c", topology.PredecessorOf("a").Id);
        Assert.Equal((2, -1), (topology.IndexOf("c"), topology.IndexOf("x")));
        Assert.Throws<ArgumentException>(() => topology.SuccessorOf("x"));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(9, 2)]
    public void Automatic_f_is_a_quarter_of_the_others(int silos, int f) =>
        Assert.Equal(f, Examples.Load(Examples.Roster(silos) + "byzantine: auto").Byzantine);
}
