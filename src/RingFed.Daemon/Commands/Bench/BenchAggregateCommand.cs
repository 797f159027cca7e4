using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using RingFed.Federation.Aggregation;

namespace RingFed.Daemon.Commands.Bench;

/// <summary><c>ringfed bench aggregate</c>: how fast this machine merges, against the speed at which it copies.</summary>
internal static class BenchAggregateCommand
{
    private const int RepeatsMax = 1000;
    private const int ThreadsMax = 1024;

    public static Command Create()
    {
        Option<int> silos = BenchOptions.Whole("--silos", "Updates to merge", 8, 1, AggregationRules.SilosMax);
        Option<int> parameters = BenchOptions.Whole("--parameters", "Values of an update", 10_000_000, 1, Array.MaxLength);
        Option<string> rule = BenchOptions.Name("--rule", $"As in a topology: {string.Join(", ", AggregationRules.Names)}.", "nnm+trimmed-mean", AggregationRules.Names, "rule");
        Option<int?> byzantine = BenchOptions.WholeOrNone("--byzantine", "f; without it floor((n - 1) / 4)", 0, AggregationRules.SilosMax - 1);
        Option<int> threads = BenchOptions.Whole("--threads", "Threads of merge and copy; without it all cores", Environment.ProcessorCount, 1, ThreadsMax);
        Option<int> repeats = BenchOptions.Whole("--repeats", "Timed merges, after one that is not counted; the median is told", 7, 1, RepeatsMax);
        Option<bool> json = CommonOptions.Json();
        Command command = new("aggregate", "Time one merge of random updates that lie in memory as float32, and what memory it takes; beside it a copy of the same vectors "
            + "by as many threads. gigabytesPerSecond counts each update once; copyGigabytesPerSecond counts what is read. peakBytes are updates, result and all else "
            + "that the merge holds at its peak, measured at the process (peakMeasuredBy says how).")
        {
            silos, parameters, rule, byzantine, threads, repeats, json,
        };
        command.ListAllFaults(result => Check(
            result, result.Sound(silos), result.Sound(parameters), result.Sound(rule), result.Sound(byzantine)));
        command.SetAction(parsed =>
        {
            AggregateBenchReport report = AggregateBench.Run(new AggregateBenchOptions(
                parsed.GetValue(silos),
                parsed.GetValue(parameters),
                parsed.GetValue(rule)!,
                parsed.GetValue(byzantine),
                parsed.GetValue(threads),
                parsed.GetValue(repeats)));
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(report, AggregateBenchJson.Readable.AggregateBenchReport)
                : Text(report));
            return ExitCodes.Success;
        });
        return command;
    }

    // Values that were refused come as 0 or null, and their own faults are listed already.
    private static void Check(CommandResult result, int silos, int parameters, string? rule, int? byzantine)
    {
        if (silos > 0 && rule is not null && AggregationRules.Names.Contains(rule))
        {
            CheckRule(result, silos, rule, byzantine);
        }

        // Inputs, result and as much again as a merge may take: swapping would measure the disk.
        long needed = (long)((silos + 2.0) * parameters * sizeof(float));
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (silos > 0 && needed > available)
        {
            result.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"{silos} updates of {parameters} values need about {needed / 1e9:0.0} GB and this machine has {available / 1e9:0.0} GB: lower --silos or --parameters"));
        }
    }

    private static void CheckRule(CommandResult result, int silos, string rule, int? byzantine)
    {
        try
        {
            AggregationRules.Resolve(rule, silos, byzantine);
        }
        catch (AggregationException misfit)
        {
            result.AddError(misfit.Message);
        }
    }

    private static string Text(AggregateBenchReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {report.Label}
        {report.Parameters} values a silo, {report.Threads} threads, median of {report.Repeats}: {report.SecondsMedian:0.0000} s, {report.GigabytesPerSecond:0.00} GB/s of updates
        a copy reads {report.CopyGigabytesPerSecond:0.00} GB/s in the same run: {report.ShareOfCopy:0.00} of it
        memory at the peak {report.PeakBytes / 1e6:0.0} MB, {report.PeakOverInputs:0.00} x the updates ({report.PeakBytesBeyondInputs / 1e6:0.0} MB beyond them, the result included); {report.PeakMeasuredBy}
        """);
}
