using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Topology;

/// <summary>Silos that no one can dial.</summary>
public sealed class OutboundOnlyTests
{
    [Fact]
    public void A_silo_without_inbound_connections_has_no_address()
    {
        FederationTopology topology = TopologyFile.Parse(Ring(8, 3), "t.yaml").Require();

        Assert.False(topology.Silos[2].AcceptsConnections);
        Assert.Null(topology.Silos[2].Address);
        Assert.True(topology.Silos[3].AcceptsConnections);
    }

    [Theory]
    [InlineData(8, 1, 2, "1 place away")]
    [InlineData(8, 1, 4, "3 places away")]
    [InlineData(8, 2, 7, "3 places away")]
    [InlineData(6, 1, 4, "3 places away")]
    public void Two_of_them_with_an_edge_between_are_one_fault_that_names_both(int silos, int first, int second, string distance)
    {
        FileFault fault = Assert.Single(TopologyFile.Parse(Ring(silos, first, second), "t.yaml").Faults);

        Assert.Equal((4 + second, $"silos[{second - 1}].inbound"), (fault.Line, fault.Field));
        Assert.Equal($"is false for s{second}, and for s{first} on line {4 + first}, {distance}: neither can dial the other", fault.Problem);
    }

    [Theory]
    [InlineData(8, 1, 5)]
    [InlineData(9, 2, 6)]
    public void Two_of_them_beyond_every_edge_are_accepted(int silos, int first, int second) =>
        Assert.True(TopologyFile.Parse(Ring(silos, first, second), "t.yaml").IsValid);

    [Fact]
    public void An_address_beside_it_is_refused_because_nobody_dials_it()
    {
        string text = Examples.Minimal.Replace("{ id: b,", "{ inbound: false, id: b,", StringComparison.Ordinal);

        FileFault fault = Assert.Single(TopologyFile.Parse(text, "t.yaml").Faults);

        Assert.Equal((5, "silos[1].address"), (fault.Line, fault.Field));
        Assert.Contains("nobody dials this silo", fault.Problem, StringComparison.Ordinal);
    }

    /// <summary>Silo i stands on line 4 + i.</summary>
    private static string Ring(int silos, params int[] outboundOnly) => outboundOnly.Aggregate(
        Examples.Roster(silos), (text, i) => text.Replace($"address: 'h{i}:1'", "inbound: false", StringComparison.Ordinal));
}
