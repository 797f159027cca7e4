using System.Net;
using System.Net.Sockets;

namespace RingFed.Federation.Transport;

/// <summary>The ring's port cannot be had. The message says which and what to do.</summary>
public sealed class ListenException(string message, Exception cause) : Exception(message, cause);

/// <summary>Opens the port on which neighbours dial in.</summary>
internal static class RingListener
{
    /// <summary>Connections that wait to be accepted; a silo has few neighbours.</summary>
    private const int Backlog = 64;

    /// <summary>All interfaces, IPv4 and, where the machine has it, IPv6.</summary>
    public static IPEndPoint AnyAddress(int port) => new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port);

    /// <exception cref="ListenException">The port is in use, reserved, or the address is not this machine's.</exception>
    public static Socket Open(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new ListenException(Explain(endPoint, failure), failure);
        }
    }

    private static string Explain(IPEndPoint endPoint, SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"port {endPoint.Port} is in use by another process; stop it, or choose another port under `listen` in the silo file",
        SocketError.AccessDenied =>
            $"port {endPoint.Port} may not be opened by this account; choose one above 1023 under `listen` in the silo file",
        SocketError.AddressNotAvailable =>
            $"{endPoint.Address} is not an address of this machine; correct `listen` in the silo file",
        _ => $"cannot listen on {endPoint}: {failure.Message}",
    };
}
