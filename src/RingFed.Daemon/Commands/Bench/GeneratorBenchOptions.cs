using RingFed.Federation.Aggregation;
using RingFed.Simulation.Poisoning;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>A ring that trains a small CTGAN on simulated patients in this process, with and without attackers.</summary>
internal sealed record GeneratorBenchOptions
{
    /// <summary>n, attackers included.</summary>
    public int Silos { get; init; } = 8;

    /// <summary>f of ring and rule; the attackers stand in for the last silos, which are the smallest.</summary>
    public int Attackers { get; init; } = 1;

    public int Patients { get; init; } = 2000;

    public int Rounds { get; init; } = 8;

    /// <summary>Optimiser steps a silo and round.</summary>
    public int Steps { get; init; } = 12;

    public IPoisoning Attack { get; init; } = PoisoningCatalogue.Named("norm-that-passes");

    public IReadOnlyList<string> Rules { get; init; } = [.. AggregationRules.Names.Where(name => name != AggregationRules.Auto)];

    public long Seed { get; init; } = 1;

    /// <summary>Rings that train at once, each on one thread.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
