using System.Globalization;
using System.Text;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Status;

/// <summary>Status as sentences: which round, who is awaited, since when and why.</summary>
internal static class StatusText
{
    /// <summary>Closed rounds shown; the JSON has more.</summary>
    private const int RoundsShown = 5;

    public static string Render(DaemonStatus status, DateTimeOffset now)
    {
        SessionStatus session = status.Session;
        StringBuilder text = new();
        text.AppendLine($"{session.Silo} of {session.Federation}, epoch {session.Epoch}, topology {Short(session.Topology)}, ringfed {status.Version}");
        text.AppendLine($"{RoundText(session.Round, session.RoundsTotal)}: {PhaseText(session.Phase)} for {Ago(session.PhaseSince, now)}{Estimate(status)}");
        foreach (AwaitedSilo awaited in session.Awaited)
        {
            text.AppendLine($"  awaits {awaited.Silo}: {awaited.Why} (nothing from it in this round for {Ago(awaited.Since, now)})");
        }

        foreach (LinkStatus link in session.Links)
        {
            text.AppendLine(link.UpSince is { } since
                ? $"  link to {link.Peer}: up for {Ago(since, now)}, {link.Direction}"
                : $"  link to {link.Peer}: down{(link.LastFault is null ? "" : $", {link.LastFault}")}");
        }

        text.AppendLine($"rule: {session.RuleLabel}");
        text.AppendLine($"sent {Bytes(session.BytesOut.Total)} (payload {Bytes(session.BytesOut.Chunks)}), received {Bytes(session.BytesIn.Total)}; memory {Bytes(status.WorkingSetBytes)}");
        text.AppendLine(TrainingText(status.Training));
        foreach (RoundRecord record in session.Recent.TakeLast(RoundsShown))
        {
            text.AppendLine(RecordText(record));
        }

        if (session.LastAlarm is { } alarm)
        {
            text.AppendLine($"ALARM {Ago(alarm.At, now)} ago: {alarm.Sentence}");
        }

        if (session.End is { } end)
        {
            text.AppendLine($"ended: {EndText(end)}");
        }

        return text.ToString();
    }

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
    };

    public static string Duration(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.0} s"),
    };

    public static string PhaseText(SessionPhase phase) => phase switch
    {
        SessionPhase.Working => "local work",
        SessionPhase.Publishing => "writing its part to disk",
        SessionPhase.Exchanging => "updates travel the ring",
        SessionPhase.Aggregating => "aggregating",
        SessionPhase.AwaitingVotes => "waiting for the others' votes",
        SessionPhase.Merging => "merging",
        SessionPhase.Lingering => "all rounds closed, still serving neighbours",
        SessionPhase.Ended => "ended",
        _ => phase.ToString(),
    };

    /// <summary>Round 0 fits the encoder; training rounds count from 1.</summary>
    public static string RoundText(int round, int roundsTotal) =>
        round == 0 ? $"round 0 (encoder), before {roundsTotal - 1} training rounds" : $"round {round} of {roundsTotal - 1}";

    private static string EndText(SessionEnd end) => end.Ending switch
    {
        SessionEnding.Completed => "all rounds are closed; 'ringfed generate' draws patients from the model",
        SessionEnding.Stopped => $"stopped after {end.Closed + 1} closed rounds; the next start goes on from there",
        _ => $"refused to go on: {end.Fault?.Sentence}",
    };

    private static string RecordText(RoundRecord record)
    {
        string missed = record.Missed.Count == 0 ? "" : $", missed {string.Join("; ", record.Missed.Select(m => $"{m.Silo} ({m.Reason})"))}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  round {record.Round}: merged {string.Join(", ", record.Merged)}{missed}; digest {Short(record.AggregateDigest)}; {record.Seconds:0.0} s; payload out {Bytes(record.BytesOutChunks)}");
    }

    private static string TrainingText(TrainingStatus training)
    {
        string losses = training.Losses.Count == 0 ? "" : ", " + string.Join(
            ", ", training.Losses[^1].Means.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:0.000}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{training.Model} on {training.Records} patients: {training.Activity}; {training.StepsTotal} steps, {training.StepMilliseconds:0.0} ms a step{losses}");
    }

    private static string Estimate(DaemonStatus status) =>
        status.RemainingSeconds is { } seconds and > 0 ? $"; about {Duration(TimeSpan.FromSeconds(seconds))} to go" : "";

    private static string Ago(DateTimeOffset since, DateTimeOffset now) => Duration(now - since);

    private static string Short(string digest) => digest.Length <= 12 ? digest : digest[..12];
}
