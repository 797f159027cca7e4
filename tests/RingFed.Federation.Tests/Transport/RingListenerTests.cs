using System.Net;
using System.Net.Sockets;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class RingListenerTests
{
    [Fact]
    public void A_port_in_use_is_one_clear_sentence_with_the_remedy()
    {
        using Socket first = RingListener.Open(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint taken = (IPEndPoint)first.LocalEndPoint!;

        ListenException refused = Assert.Throws<ListenException>(() => RingListener.Open(taken));

        Assert.Equal(
            $"port {taken.Port} is in use by another process; stop it, or choose another port under `listen` in the silo file",
            refused.Message);
    }

    [Fact]
    public void An_address_of_another_machine_is_named()
    {
        ListenException refused = Assert.Throws<ListenException>(() => RingListener.Open(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0)));

        Assert.StartsWith("192.0.2.1 is not an address of this machine", refused.Message);
    }
}
