using RingFed.Benchmarks;
using RingFed.Benchmarks.Aggregation;

// dotnet run -c Release --project tests/RingFed.Benchmarks -- [suite ...] [--option number ...]
IReadOnlyList<IBenchmarkSuite> suites =
[
    new AggregationSuite(),
    new CodecSuite(),
];

return BenchmarkRun.Execute(suites, args, Console.Out);
