using System.Net;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class HandshakeSlotsTests
{
    private readonly HandshakeSlots slots = new(3);

    [Fact]
    public void The_oldest_of_the_address_that_holds_most_gives_way()
    {
        HandshakeSlots.Slot honest = Enter("192.0.2.1");
        HandshakeSlots.Slot[] greedy = [Enter("192.0.2.66"), Enter("192.0.2.66"), Enter("192.0.2.66"), Enter("192.0.2.66")];

        Assert.Equal([true, true, false, false], greedy.Select(IsDisplaced));
        Assert.False(IsDisplaced(honest));
        Assert.False(IsDisplaced(Enter("192.0.2.2")));
        Assert.Equal([true, true, true, false], greedy.Select(IsDisplaced));
    }

    [Fact]
    public void Among_equals_the_oldest_gives_way()
    {
        HandshakeSlots.Slot[] all = [Enter("192.0.2.1"), Enter("192.0.2.2"), Enter("192.0.2.3"), Enter("192.0.2.4")];

        Assert.Equal([true, false, false, false], all.Select(IsDisplaced));
    }

    [Fact]
    public void A_slot_that_was_left_is_free()
    {
        HandshakeSlots.Slot first = Enter("192.0.2.1");
        slots.Leave(first);

        HandshakeSlots.Slot[] others = [Enter("192.0.2.1"), Enter("192.0.2.1"), Enter("192.0.2.1")];

        Assert.DoesNotContain(others, IsDisplaced);
        Assert.False(IsDisplaced(first));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2::")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    public void A_host_with_many_addresses_of_one_network_counts_once(string address, string network) =>
        Assert.Equal(IPAddress.Parse(network), HandshakeSlots.NetworkOf(IPAddress.Parse(address)));

    private HandshakeSlots.Slot Enter(string address) => slots.Enter(IPAddress.Parse(address));

    private static bool IsDisplaced(HandshakeSlots.Slot slot) => slot.Displaced.IsCancellationRequested;
}
