using System.Globalization;
using System.Net;

namespace RingFed.Federation.Topology;

/// <summary>Where a silo listens for the ring.</summary>
/// <param name="Host">DNS name, IPv4 or IPv6 address without brackets. Resolved again at every dial.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record SiloAddress(string Host, int Port)
{
    private const int HostLengthMax = 253;

    /// <summary>Reads <c>host:port</c> or <c>[IPv6]:port</c>; null when it is neither.</summary>
    public static SiloAddress? Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !TryParsePort(text.AsSpan(colon + 1), out int port))
        {
            return null;
        }

        string host = text[..colon];
        bool bracketed = host is ['[', .., ']'];
        host = bracketed ? host[1..^1] : host;
        UriHostNameType kind = Uri.CheckHostName(host);
        bool fits = bracketed ? kind == UriHostNameType.IPv6 : kind is UriHostNameType.Dns or UriHostNameType.IPv4;
        return fits && host.Length <= HostLengthMax ? new SiloAddress(host.ToLowerInvariant(), port) : null;
    }

    /// <summary>For a dial: a name stays a name, so that it is resolved then and not before.</summary>
    public EndPoint ToEndPoint() =>
        IPAddress.TryParse(Host, out IPAddress? ip) ? new IPEndPoint(ip, Port) : new DnsEndPoint(Host, Port);

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    internal static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
