using System.Globalization;
using RingFed.Daemon.Demo;
using RingFed.Daemon.Training;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>How large a federation of real daemons a test needs.</summary>
internal sealed record FederationShape
{
    /// <summary>More than any test waits for: the ring goes on until the test ends.</summary>
    public const int Endless = 1_000_000;

    private const int PatientsPerSilo = 150;
    private const string ModelEnd = "seed: 7 }";

    public int Silos { get; init; } = 3;

    /// <summary>Training rounds; the rounds of the encoder's sum come before them.</summary>
    public int Rounds { get; init; } = 3;

    public int Steps { get; init; } = 2;

    /// <summary>Some ten thousand parameters instead of a million: rounds last a tenth of a second, and a kill can hit any part of one.</summary>
    public bool IsModelSmall { get; init; }

    /// <summary>Null leaves the default.</summary>
    public TimeSpan? RoundDeadline { get; init; }

    /// <summary>A tenth of the default: tests wait for suspicions to come and go.</summary>
    public double SuspicionSeconds { get; init; } = 2;

    /// <summary>Parameters go to the ring neighbours only, and every silo keeps a model of its own.</summary>
    public bool ExchangesWithNeighbours { get; init; }

    /// <summary>As in a topology file, where it is another than relay or neighbour.</summary>
    public string? Exchange { get; init; }

    /// <summary>As in a topology file.</summary>
    public string Rule { get; init; } = "auto";

    /// <summary>Each silo judges the aggregate on patients that it held out.</summary>
    public bool IsGated { get; init; }

    /// <summary>As in a topology file.</summary>
    public string Codec { get; init; } = "bfloat16";

    public int LastRound => Round(Rounds);

    /// <summary>A round of training, from 1; 0 is the last round before training.</summary>
    public static int Round(int training) => FitRounds.OpeningOf(FitPlan.TrainingAlone) - 1 + training;

    public DemoOptions Options(string folder) => new(
        Silos, Rounds, Steps, DemoOptions.SimulatedCohort, PatientsPerSilo * Silos, "ctgan", Seed: 7, new DirectoryInfo(folder));

    public IEnumerable<string> Command(DemoSilo silo) =>
        ["run", "--config", silo.SiloFile, "--threads", "1", "--suspicion-seconds", SuspicionSeconds.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The demo's topology with what a demo has no option for.</summary>
    public string Adapt(string topology)
    {
        string adapted = IsModelSmall
            ? topology.Replace(ModelEnd, "seed: 7, options: { latentSize: 8, generatorSize: 16, criticSize: 16, batchSize: 20 } }", StringComparison.Ordinal)
            : topology;
        adapted = ExchangesWithNeighbours ? adapted.Replace("  kind: relay", "  kind: neighbour", StringComparison.Ordinal) : adapted;
        adapted = Exchange is null ? adapted : adapted.Replace("  kind: relay", $"  kind: {Exchange}", StringComparison.Ordinal);
        adapted = adapted.Replace("rule: auto", $"rule: {Rule}", StringComparison.Ordinal);
        adapted = IsGated ? adapted.Replace("gate: none", "gate: heldout", StringComparison.Ordinal) : adapted;
        adapted = adapted.Replace("codec: bfloat16", $"codec: {Codec}", StringComparison.Ordinal);
        return RoundDeadline is { } deadline
            ? adapted.Replace("\nexchange:\n", string.Create(CultureInfo.InvariantCulture, $"\nexchange:\n  roundDeadline: {deadline.TotalSeconds:0}s\n"), StringComparison.Ordinal)
            : adapted;
    }
}
