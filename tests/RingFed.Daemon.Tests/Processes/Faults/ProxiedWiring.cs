using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes.Faults;

/// <summary>Daemons that reach each other through this process only: the roster has the proxies' addresses.</summary>
internal sealed class ProxiedWiring : IWiring
{
    private readonly ConcurrentDictionary<string, int> _processes = new();
    private readonly ConcurrentDictionary<(string, string), LinkWeather> _weather = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly List<TcpListener> _listeners = [];

    /// <summary>The weather between two silos.</summary>
    public LinkWeather Between(DemoSilo one, DemoSilo other) => Between(one.Id, other.Id);

    public IReadOnlyList<(string Roster, string Listen)> Lay(IReadOnlyList<DemoSilo> silos) => [.. silos.Select(silo =>
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        Keep(ServeAsync(listener, silo));
        return ($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", $"127.0.0.1:{silo.Port}");
    })];

    public SiloProcess Launch(DemoSilo silo, Func<SiloProcess> start)
    {
        SiloProcess process = start();
        _processes[silo.Id] = process.Id;
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listeners.ForEach(listener => listener.Dispose());
        _connections.Keys.ToList().ForEach(connection => connection.Reset());
        await Task.WhenAll(_running.Keys);
        _ending.Dispose();
    }

    private LinkWeather Between(string one, string other) => _weather.GetOrAdd(
        string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one), _ => new LinkWeather());

    private async Task ServeAsync(TcpListener listener, DemoSilo silo)
    {
        try
        {
            while (true)
            {
                Keep(PassOnAsync(await listener.AcceptSocketAsync(_ending.Token), silo));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task PassOnAsync(Socket dialler, DemoSilo silo)
    {
        Socket dialled = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            dialler.NoDelay = true;
            string name = NameOf(((IPEndPoint)dialler.RemoteEndPoint!).Port);
            await dialled.ConnectAsync(IPAddress.Loopback, silo.Port, _ending.Token);
            ProxiedConnection connection = new(dialler, name, dialled, silo.Id, Between(name, silo.Id));
            _connections[connection] = true;
            await connection.RunAsync();
            _connections.TryRemove(connection, out _);
        }
        catch (Exception unreachable) when (unreachable is SocketException or OperationCanceledException)
        {
            dialler.Close(timeout: 0);
            dialled.Dispose();
        }
    }

    private string NameOf(int port)
    {
        int? owner = SocketOwner.Of(port, _processes.Values);
        return _processes.FirstOrDefault(process => process.Value == owner).Key
            ?? throw new SocketException((int)SocketError.ConnectionRefused);
    }

    private void Keep(Task task)
    {
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }
}
