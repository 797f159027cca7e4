using System.Globalization;
using System.Text.RegularExpressions;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// What a silo's log says of its rounds, over all its lives in their order: a close is logged once it is on the disk, so
/// the log knows what the silo must not lose.
/// </summary>
internal static partial class SiloLog
{
    /// <summary>Ascending in time.</summary>
    public static IReadOnlyList<LogEvent> Read(DemoSilo silo) => Parse(SmallFederation.LogOf(silo));

    public static IReadOnlyList<LogEvent> Parse(string log)
    {
        List<LogEvent> events = [];
        foreach (string line in log.Split('\n'))
        {
            if (ListensLine().IsMatch(line))
            {
                events.Add(new LogEvent.Started());
            }
            else if (ResumedLine().Match(line) is { Success: true } resumed)
            {
                events.Add(new LogEvent.Resumed(Number(resumed, 1)));
            }
            else if (BeginsLine().Match(line) is { Success: true } begins)
            {
                events.Add(new LogEvent.Began(Number(begins, 1)));
            }
            else if (ClosedLine().Match(line) is { Success: true } closed)
            {
                events.Add(new LogEvent.Closed(Number(closed, 1), closed.Groups[2].Value));
            }
        }

        return events;
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"SessionDriver\[2000\] \S+ listens for the ring")]
    private static partial Regex ListensLine();

    [GeneratedRegex(@"SessionDriver\[2001\] goes on after round (\d+) ")]
    private static partial Regex ResumedLine();

    [GeneratedRegex(@"SessionDriver\[2008\] \S+ round (\d+) begins")]
    private static partial Regex BeginsLine();

    [GeneratedRegex(@"SessionDriver\[2009\] \S+ round (\d+) closed in .* aggregate ([0-9a-f]{64}), \d+ merged, \d+ missed")]
    private static partial Regex ClosedLine();
}

internal abstract record LogEvent
{
    /// <summary>A new process.</summary>
    public sealed record Started : LogEvent;

    /// <summary>It found rounds in its state directory.</summary>
    public sealed record Resumed(int Round) : LogEvent;

    /// <summary>Local work of a round.</summary>
    public sealed record Began(int Round) : LogEvent;

    public sealed record Closed(int Round, string Digest) : LogEvent;
}
