using System.Globalization;
using System.Text;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Training;
using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;

namespace RingFed.Daemon.Status;

/// <summary>Status as sentences: which round, who is awaited, since when, why, what happens next and when.</summary>
internal static class StatusText
{
    // Not necessarily that of the last round: who is led out over the closes alone has no result of them.
    private const string Kept = "the model that this silo merged last, if it has one, stays here, and 'ringfed generate' draws patients from it";

    /// <summary>Closed rounds shown; the JSON has more.</summary>
    private const int RoundsShown = 5;

    public static string Render(DaemonStatus status)
    {
        SessionStatus session = status.Session;
        DateTimeOffset now = status.At;
        StringBuilder text = new();
        text.AppendLine($"{session.Silo} of {session.Federation}, epoch {session.Epoch}{EpochSince(session)}, topology {Wording.Short(session.Topology)}, ringfed {status.Version}");
        AppendRound(text, status, now);
        AppendHealth(text, status.Health, now);
        RingText.Append(text, session, now);
        if (session is { Epochs: { } epochs, End: null })
        {
            DraftText.Append(text, epochs, session.Silo);
        }

        text.AppendLine($"rule: {session.RuleLabel}");
        text.AppendLine($"sent {Wording.Bytes(session.BytesOut.Total)} (payload {Wording.Bytes(session.BytesOut.Chunks)}), received {Wording.Bytes(session.BytesIn.Total)}; memory {Wording.Bytes(status.WorkingSetBytes)}");
        text.AppendLine(TrainingText(status.Training));
        if (status.Training.Fit is { } fit)
        {
            text.AppendLine($"masked sums: {FitText.Of(fit)}");
        }

        AppendRecords(text, session);
        return text.ToString();
    }

    private static void AppendRound(StringBuilder text, DaemonStatus status, DateTimeOffset now)
    {
        SessionStatus session = status.Session;
        if (session.End is { } end)
        {
            text.AppendLine($"ended: {EndText(end)}");
            return;
        }

        if (session.Phase == SessionPhase.Lingering)
        {
            AppendComplete(text, session, now);
            return;
        }

        text.AppendLine($"{Wording.Round(session.Round, session.RoundsTotal)}: {Doing(session)}, {Wording.Since(session.PhaseSince, now)}{Estimate(status)}");
        AppendClosing(text, session, now);
        AppendAwaited(text, session, now);
        text.AppendLine(session.Next.At is { } at ? $"  next {Wording.Until(at, now)}: {session.Next.What}" : $"  next: {session.Next.What}");
    }

    // A silo restarted after the last round is not in trouble, however few neighbours it finds.
    private static void AppendComplete(StringBuilder text, SessionStatus session, DateTimeOffset now)
    {
        text.AppendLine(session.IsRemoved
            ? $"out of the ring: the next epoch is without this silo; {Kept}"
            : $"complete: all {session.RoundsTotal} rounds are closed and the result is here; nothing needs to be done");
        string until = session.Next.At is { } at ? $" until {Wording.Moment(at, now)} (for {Wording.Duration(at - now)})" : "";
        string whom = session.Awaited.Count == 0 ? "neighbours" : string.Join(", ", session.Awaited.Select(awaited => awaited.Silo));
        text.AppendLine($"  it stays up{until} for {whom}, should they have missed the end");
    }

    private static void AppendClosing(StringBuilder text, SessionStatus session, DateTimeOffset now)
    {
        if (session.CatchUp is { } behind)
        {
            string source = behind.Source is { } peer ? $", from {peer}" : "";
            text.AppendLine($"  missed rounds {behind.From} to {behind.To}: {behind.Verified - behind.From + 1} of {behind.To - behind.From + 1} closes verified{source}");
        }

        if (session.Guard is { } guard)
        {
            text.AppendLine($"  signs nothing: {guard.Reason}; waits for {guard.WaitsFor}");
        }

        if (session.Leave is { } leave)
        {
            text.AppendLine($"  {LeaveText.Of(leave)}, {Wording.Since(leave.Since, now)}");
        }

        if (session.Closing is { } closing)
        {
            text.AppendLine($"  waits for {closing.Waiting}{(closing.Need > 1 ? $": {closing.Have} of {closing.Need} are here" : "")}");
        }

        if (session is { RoundSince: { } since, RoundDeadline: { } deadline })
        {
            text.AppendLine(deadline > now
                ? $"  the round began {Ago(since, now)}; it waits for updates until {Wording.Moment(deadline, now)} (for {Wording.Duration(deadline - now)})"
                : $"  the round began {Ago(since, now)}; it stopped waiting for updates {Ago(deadline, now)}");
        }
    }

    private static void AppendAwaited(StringBuilder text, SessionStatus session, DateTimeOffset now)
    {
        foreach (AwaitedSilo awaited in session.Awaited)
        {
            string whom = awaited.Silo == session.Silo ? "this silo itself" : awaited.Silo;
            text.AppendLine($"  awaits {whom}, {Wording.Since(awaited.Since, now)}: {awaited.Why}");
        }
    }

    private static void AppendHealth(StringBuilder text, IReadOnlyList<HealthItem> health, DateTimeOffset now)
    {
        foreach (HealthItem item in health)
        {
            string since = item.Since is { } at ? $" ({Wording.Since(at, now)})" : "";
            text.AppendLine($"{item.Severity.ToString().ToUpperInvariant()} {HealthCatalogue.NameOf(item.Code)}: {item.Sentence}{since}");
            text.AppendLine($"  do: {item.Remedy}");
        }
    }

    private static void AppendRecords(StringBuilder text, SessionStatus session)
    {
        text.AppendLine($"took part: {ParticipationText.Summary(session.Participation)}");
        foreach (RoundRecord record in session.Recent.TakeLast(RoundsShown))
        {
            string last = record.Round + 1 == session.Epochs?.FirstRound ? $"; the last of epoch {session.Epoch - 1}" : "";
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  round {record.Round}: {ParticipationText.Of(record)}{last}; digest {Wording.Short(record.AggregateDigest)}; {record.Seconds:0.0} s; payload out {Wording.Bytes(record.BytesOutChunks)}"));
        }
    }

    private static string Doing(SessionStatus session) => session.Closing is { View: >= 0 and var view }
        ? $"{Wording.Phase(session.Phase)}, view {view}"
        : Wording.Phase(session.Phase);

    // The founding epoch began with the first round, which goes without saying.
    private static string EpochSince(SessionStatus session) =>
        session.Epochs is { FirstRound: > 0 and var first } ? $" since round {first}" : "";

    private static string EndText(SessionEnd end) => end.Ending switch
    {
        SessionEnding.NextEpoch => $"the epoch is over; the next one, topology {Wording.Short(end.Next.ToString())}, begins with round {end.Closed + 1}",
        SessionEnding.Completed when end.Next != Digest.None =>
            $"the next epoch, topology {Wording.Short(end.Next.ToString())}, is without this silo; {Kept}, and the daemon may be stopped",
        SessionEnding.Completed => "all rounds are closed; 'ringfed generate' draws patients from the model",
        SessionEnding.Stopped => $"stopped after {end.Closed + 1} closed rounds; the next start goes on from there",
        _ => $"refused to go on: {end.Fault?.Sentence}",
    };

    private static string TrainingText(TrainingStatus training)
    {
        string losses = training.Losses.Count == 0 ? "" : ", " + string.Join(
            ", ", training.Losses[^1].Means.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:0.000}")));
        string served = training.Gate is { } gate ? $"; served is {(gate.IsAccepted ? "the aggregate" : "what it was compared with")} ({gate.Sentence})" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{training.Model} on {training.Records} patients: {training.Activity}; {training.StepsTotal} steps, {training.StepMilliseconds:0.0} ms a step{losses}{served}");
    }

    private static string Estimate(DaemonStatus status) =>
        status.RemainingSeconds is { } seconds and > 0 ? $"; about {Wording.Duration(TimeSpan.FromSeconds(seconds))} to go" : "";

    private static string Ago(DateTimeOffset at, DateTimeOffset now) => $"{Wording.Moment(at, now)} ({Wording.Duration(now - at)} ago)";
}
