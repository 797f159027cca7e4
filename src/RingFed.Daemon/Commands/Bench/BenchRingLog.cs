using Microsoft.Extensions.Logging;
using RingFed.Federation.Transport;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>Hears from a session which updates it holds; keeps the last trouble for when the session fails.</summary>
internal sealed class BenchRingLog(BenchRingTimes times) : ILogger<SessionDriver>
{
    /// <summary>Newest warning or error; null while there is none.</summary>
    public string? Trouble { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == SessionEvents.UpdateHeld && state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            times.Held((int)fields.First(field => field.Key == "Round").Value!);
        }
        else if (logLevel >= LogLevel.Warning)
        {
            Trouble = formatter(state, exception);
        }
    }
}
