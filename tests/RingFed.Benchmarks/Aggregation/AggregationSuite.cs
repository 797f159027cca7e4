using RingFed.Federation.Aggregation;

namespace RingFed.Benchmarks.Aggregation;

/// <summary>Each rule on random updates, against reading its inputs once at the speed of a copy.</summary>
internal sealed class AggregationSuite : IBenchmarkSuite
{
    public string Name => "aggregation";

    public string Usage => "--silos 8 --parameters 10000000 --threads <cores>";

    public IEnumerable<Measurement> Run(BenchmarkOptions options)
    {
        int silos = options.Number("silos", 8);
        int threads = options.Number("threads", Environment.ProcessorCount);
        ParameterLayout layout = AggregationWorkload.Layout(options.Number("parameters", 10_000_000));
        float[][] rows = AggregationWorkload.Rows(silos, layout.Count);
        float[] result = new float[layout.Count];
        string workload = $"n = {silos}, d = {layout.Count}, {threads} threads";

        double copy = CopyBandwidth.BytesPerSecond(rows[0], result, threads, options.Repeats);
        yield return new Measurement("copy", $"{layout.Count} float32, {threads} threads", copy / 1e9, "GB/s read", "");
        AggregationInput input = AggregationWorkload.Input(rows, layout, threads);
        foreach (string name in AggregationRules.Names.Where(name => name != AggregationRules.Auto))
        {
            if (AggregationRules.WhyUnfit(name, silos, null) is { } reason)
            {
                Console.Error.WriteLine($"{name} is left out: {reason}");
                continue;
            }

            AggregationRule rule = AggregationRules.Resolve(name, silos, null);
            double seconds = Timing.MedianSeconds(options.Repeats, () => rule.Aggregate(input, result));
            yield return new Measurement(name, workload, seconds, "s", Against(copy, silos, layout.Count, seconds));
        }
    }

    private static string Against(double copy, int silos, int parameters, double seconds)
    {
        double read = (double)silos * parameters * sizeof(float) / seconds;
        return FormattableString.Invariant($"{read / 1e9:F1} GB/s of updates, {read / copy:F2} x copy");
    }
}
