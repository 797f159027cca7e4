using System.Text.Json;
using RingFed.Simulation;

namespace RingFed.Daemon.Commands;

/// <summary>Progress of a rehearsal on one stream, its result on the other.</summary>
internal sealed class SimulateScreen(TextWriter output, TextWriter error, bool asJson, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly long begun = time.GetTimestamp();
    private TimeSpan said;

    public void Progress(RehearsalSum sum, int seeds)
    {
        TimeSpan now = time.GetElapsedTime(begun);
        if (now - said >= Pause && sum.Seeds < seeds)
        {
            said = now;
            error.WriteLine(
                $"{sum.Seeds} of {seeds} seeds, {sum.RoundsClosed} rounds closed, {sum.FaultsInjected} faults, "
                + $"{sum.Failures.Count} failures; about {now * ((double)(seeds - sum.Seeds) / sum.Seeds):mm\\:ss} left");
        }
    }

    public void Result(RehearsalSum sum, ReplayCommand replay)
    {
        SimulateReport report = new(
            sum.Seeds,
            sum.RoundsClosed,
            sum.FaultsInjected,
            sum.Epochs,
            sum.Sums,
            sum.SumsRefused,
            [.. sum.Refusals.Select(refusal => new SimulateRefusal(refusal.Seed, refusal.Sentence))],
            sum.Violations,
            sum.Stalled,
            Math.Round(time.GetElapsedTime(begun).TotalSeconds, 2),
            [.. sum.Failures.Select(failure => new SimulateFailure(
                failure.Options.Seed, failure.Options.ToString(), failure.Violations, failure.Stalled, replay.For(failure.Options.Seed)))]);
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(report, SimulateJsonContext.Default.SimulateReport));
        }
        else
        {
            Print(report);
        }
    }

    private void Print(SimulateReport report)
    {
        foreach (SimulateFailure failure in report.Failures)
        {
            output.WriteLine(failure.Ring);
            foreach (string sentence in failure.Violations.Concat(failure.Stalled))
            {
                output.WriteLine($"  {sentence}");
            }

            output.WriteLine($"  replay: {failure.Replay}");
        }

        output.WriteLine(
            $"{report.Seeds} seeds: {report.RoundsClosed} rounds closed, {report.FaultsInjected} faults injected, {report.Epochs} epochs begun, "
            + $"{report.SumsCompleted} masked sums completed, {report.SumsRefused} refused, "
            + $"{report.Violations} violations, {report.Stalled} silos stalled, {report.WallSeconds} s");
    }
}
