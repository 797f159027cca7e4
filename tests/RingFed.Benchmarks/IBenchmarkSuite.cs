namespace RingFed.Benchmarks;

/// <summary>Figures of one area, each with what it is compared with in the same run on the same machine.</summary>
internal interface IBenchmarkSuite
{
    /// <summary>As given on the command line.</summary>
    string Name { get; }

    /// <summary>Options it reads with their defaults, for the usage text.</summary>
    string Usage { get; }

    IEnumerable<Measurement> Run(BenchmarkOptions options);
}
