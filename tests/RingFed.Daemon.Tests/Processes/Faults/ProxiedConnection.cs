using System.Net.Sockets;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>One TCP connection of two silos, passed on piece by piece as the weather between them allows.</summary>
internal sealed class ProxiedConnection(Socket dialler, string diallerName, Socket dialled, string dialledName, LinkWeather weather) : IDisposable
{
    private const int PieceBytesMax = 32 * 1024;

    private readonly CancellationTokenSource _gone = new();

    /// <summary>Ends when both directions have ended.</summary>
    public async Task RunAsync()
    {
        if (weather.TryEnter(this))
        {
            await Task.WhenAll(PumpAsync(dialler, diallerName, dialled), PumpAsync(dialled, dialledName, dialler));
            weather.Leave(this);
        }

        Dispose();
    }

    public void CloseHalf() => Quietly(() => dialled.Shutdown(SocketShutdown.Send));

    /// <summary>Both ends read a reset.</summary>
    public void Reset()
    {
        _gone.Cancel();
        Quietly(() => dialler.Close(timeout: 0));
        Quietly(() => dialled.Close(timeout: 0));
    }

    public void Dispose()
    {
        dialler.Dispose();
        dialled.Dispose();
    }

    private async Task PumpAsync(Socket from, string sender, Socket to)
    {
        byte[] buffer = new byte[PieceBytesMax];
        try
        {
            while (await from.ReceiveAsync(buffer, _gone.Token) is > 0 and var read)
            {
                await weather.PassAsync(sender, buffer.AsMemory(0, read), _gone.Token);
                await SendAllAsync(to, buffer.AsMemory(0, read));
            }

            Quietly(() => to.Shutdown(SocketShutdown.Send));
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset();
        }
    }

    private async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes, _gone.Token)..];
        }
    }

    private static void Quietly(Action close)
    {
        try
        {
            close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return;
        }
    }
}
