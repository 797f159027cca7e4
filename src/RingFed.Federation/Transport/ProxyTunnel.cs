using System.Net;
using System.Net.Sockets;
using System.Text;
using RingFed.Federation.Topology;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Transport;

/// <summary>
/// Asks an HTTP proxy for a tunnel: CONNECT of RFC 9110, section 9.3.6, over HTTP/1.1 (RFC 9112). TLS then runs through it
/// end to end, so the proxy is as little trusted as the network: it can refuse, delay and count, not read.
/// </summary>
internal sealed class ProxyTunnel(SiloAddress proxy)
{
    private const int ReasonLengthMax = 80;

    /// <summary>The proxy's address, whose name is resolved when it is dialled.</summary>
    public EndPoint EndPoint => proxy.ToEndPoint();

    /// <summary>Turns a connection to the proxy into one to the target.</summary>
    /// <param name="target">What the proxy is to connect to; it resolves the name.</param>
    /// <exception cref="WireException">The proxy refused, or does not speak HTTP; the sentence says which and what to do.</exception>
    public async Task OpenAsync(Socket socket, EndPoint target, CancellationToken cancellationToken)
    {
        string authority = target is DnsEndPoint name ? $"{name.Host}:{name.Port}" : target.ToString()!;
        byte[] request = Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
        for (int sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request.AsMemory(sent), cancellationToken);
        }

        (int status, string reason) = await ReadAnswerAsync(socket, cancellationToken);
        if (status is < 200 or > 299)
        {
            throw Refused($"answered {status}{(reason.Length > 0 ? " " + reason : "")}; {Remedy(status, authority)}");
        }
    }

    /// <summary>
    /// Reads up to the end of the final answer's headers. Interim answers (1xx) are passed over. A tunnel's answer has no
    /// body, whatever its headers say, and the target's TLS waits for this side to speak first: nothing may follow.
    /// </summary>
    private async Task<(int Status, string Reason)> ReadAnswerAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[WireCaps.ProxyAnswerBytesMax];
        int start = 0;
        int filled = 0;
        while (true)
        {
            int read = filled < buffer.Length ? await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken) : 0;
            if (read == 0)
            {
                throw Refused(filled < buffer.Length
                    ? "closed the connection without an answer; check that it is an HTTP proxy"
                    : $"sent more than {buffer.Length} bytes of headers; check that it is an HTTP proxy");
            }

            filled += read;
            while (EndOfHeaders(buffer.AsSpan(start, filled - start)) is { } length)
            {
                (int status, string reason) = ParseStatusLine(buffer.AsSpan(start, length));
                start += length;
                if (status >= 200)
                {
                    return status > 299 || start == filled
                        ? (status, reason)
                        : throw Refused("sent bytes ahead of the tunnel's; check that it passes TLS on unchanged");
                }
            }
        }
    }

    private static int? EndOfHeaders(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("\r\n\r\n"u8) is >= 0 and var at ? at + 4 : null;

    // HTTP-version SP 3DIGIT SP [ reason-phrase ] (RFC 9112, section 4). Whatever is not printable is replaced where it is logged.
    private (int Status, string Reason) ParseStatusLine(ReadOnlySpan<byte> headers)
    {
        string line = Encoding.Latin1.GetString(headers[..headers.IndexOf("\r\n"u8)]);
        bool isHttp = line.Length >= 12
            && line.StartsWith("HTTP/1.", StringComparison.Ordinal)
            && line[8] == ' '
            && line.AsSpan(9, 3).IndexOfAnyExceptInRange('0', '9') < 0;
        if (!isHttp)
        {
            throw Refused("does not answer in HTTP/1.1; check host and port");
        }

        string reason = line[12..].Trim();
        return (int.Parse(line.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), reason[..Math.Min(reason.Length, ReasonLengthMax)]);
    }

    private static string Remedy(int status, string authority) => status switch
    {
        407 => "it asks for credentials, which RingFed does not send: have this machine allowed through without",
        403 or 405 => $"have it allow CONNECT to {authority}",
        _ => $"it may not reach {authority} at present",
    };

    private WireException Refused(string what) => new(WireFaultCode.ProxyRefused, $"the proxy {proxy} {what}");
}
