using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Transport;

/// <summary>A small HTTP proxy on loopback that knows CONNECT and nothing else. Ends with its tunnels when disposed.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> tunnels = [];
    private readonly Task accepting;

    public ConnectProxy()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public SiloAddress Address => new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);

    /// <summary>What is answered in place of a tunnel; null opens one.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether a tunnel's answer comes with an interim one before it and dribbles byte by byte.</summary>
    public bool IsAwkward { get; init; }

    /// <summary>Targets asked for, as in the request line.</summary>
    public ConcurrentQueue<string> Targets { get; } = [];

    /// <summary>Everything that went through the tunnels, in both directions.</summary>
    public ConcurrentQueue<byte[]> Seen { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        await Task.WhenAll(tunnels);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                tunnels.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException)
        {
            return;
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using NetworkStream near = new(client, ownsSocket: true);
        try
        {
            string[] request = (await ReadHeadersAsync(near)).Split("\r\n");
            if (request[0].Length == 0)
            {
                // The silo gave its dial up before it asked for anything.
                return;
            }

            string target = request[0].Split(' ')[1];
            Targets.Enqueue(target);
            Assert.Equal($"CONNECT {target} HTTP/1.1", request[0]);
            Assert.Equal($"Host: {target}", request[1]);
            if (Answer is not null)
            {
                await near.WriteAsync(Encoding.Latin1.GetBytes(Answer), stop.Token);
                return;
            }

            SiloAddress address = SiloAddress.Parse(target)!;
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address.Host, address.Port, stop.Token);
            using NetworkStream far = new(socket);
            await SayEstablishedAsync(near);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException)
        {
            return;
        }
    }

    private async Task SayEstablishedAsync(NetworkStream near)
    {
        if (!IsAwkward)
        {
            await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop.Token);
            return;
        }

        foreach (byte one in "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\n"u8.ToArray())
        {
            await near.WriteAsync(new[] { one }, stop.Token);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, stop.Token)) > 0)
        {
            Seen.Enqueue(buffer[..read]);
            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }

    private async Task<string> ReadHeadersAsync(NetworkStream stream)
    {
        StringBuilder text = new();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop.Token) > 0)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }
}
