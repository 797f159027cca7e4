using RingFed.Federation.Aggregation;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using TorchSharp;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>Trains the small generator under every rule, once among honest silos and once with attackers, and judges what it draws.</summary>
internal sealed class GeneratorBench(GeneratorBenchOptions options, TimeProvider time)
{
    private const double TrainShare = .7;

    /// <summary>What tells a ruined generator from a sound one; forests and survival models would take longer than the training.</summary>
    private static readonly string[] Groups = ["shape", "trend", "genes"];

    private readonly IReadOnlyList<(Cohort Train, Cohort HoldOut)> silos =
    [
        .. MdsSimulator.Draw(new MdsSimulationOptions { Patients = options.Patients, Silos = options.Silos, Seed = options.Seed }).Select(Split),
    ];

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GeneratorBenchReport Run(CancellationToken stop)
    {
        long started = time.GetTimestamp();
        torch.set_num_threads(1);
        Cohort[] train = [.. silos.Select(silo => silo.Train)];
        FittedEncoder encoder = EncoderFit.FitLocally(train);
        List<GeneratorRuleLeftOut> leftOut = [];
        AggregationRule[] rules = [.. options.Rules.Select(name => Resolve(name, leftOut)).OfType<AggregationRule>()];
        (EvaluationReport untrained, int parameters) = Untrained(encoder, train, stop);
        Outcome[] outcomes = new Outcome[2 * rules.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = stop };
        Parallel.For(0, outcomes.Length, parallel, i =>
            outcomes[i] = Train(encoder, train, rules[i / 2].Name, i % 2 == 0 ? 0 : options.Attackers, stop));
        return new GeneratorBenchReport(
            options.Attack.Name,
            options.Silos,
            options.Attackers,
            options.Patients,
            options.Rounds,
            options.Steps,
            parameters,
            Of(untrained, metric => metric.Floor),
            Of(untrained, metric => metric.Ceiling),
            Of(untrained, metric => metric.Synthetic),
            [.. rules.Select((rule, r) => new GeneratorUnderRule(
                rule.Name, rule.Label, rule.IsByzantineRobust, outcomes[2 * r].Fidelity, outcomes[(2 * r) + 1].Fidelity, outcomes[2 * r].Note ?? outcomes[(2 * r) + 1].Note))],
            leftOut,
            time.GetElapsedTime(started).TotalSeconds);
    }

    private AggregationRule? Resolve(string name, List<GeneratorRuleLeftOut> leftOut)
    {
        try
        {
            return AggregationRules.Resolve(name, options.Silos, options.Attackers);
        }
        catch (AggregationException misfit)
        {
            leftOut.Add(new GeneratorRuleLeftOut(name, misfit.Message));
            return null;
        }
    }

    private (EvaluationReport Report, int Parameters) Untrained(FittedEncoder encoder, Cohort[] train, CancellationToken stop)
    {
        using GeneratorRing ring = new(encoder, train[..1], options.Seed);
        return (Judge(ring, train, stop), ring.Parameters);
    }

    private Outcome Train(FittedEncoder encoder, Cohort[] train, string rule, int attackers, CancellationToken stop)
    {
        using GeneratorRing ring = new(encoder, train[..^attackers], options.Seed);
        try
        {
            string? fault = ring.Run(options, rule, attackers, stop);
            return new Outcome(Of(Judge(ring, train, stop), metric => metric.Synthetic), fault);
        }
        catch (TrainingDivergedException diverged)
        {
            return new Outcome(null, diverged.Message);
        }
    }

    private EvaluationReport Judge(GeneratorRing ring, Cohort[] train, CancellationToken stop)
    {
        Cohort holdOut = Cohort.Concatenate([.. silos.Select(silo => silo.HoldOut)]);
        Cohort pooled = Cohort.Concatenate(train);
        Cohort drawn = ring.Draw(pooled.Count + holdOut.Count, options.Seed, stop);
        EvaluationOptions protocol = new() { Seed = options.Seed, Threads = 1, Groups = Groups };
        return new Evaluator(time).Evaluate(pooled, holdOut, drawn, protocol, stop);
    }

    // Patients come in random order: the first part of a silo is a random part.
    private static (Cohort Train, Cohort HoldOut) Split(Cohort cohort)
    {
        int[] rows = [.. Enumerable.Range(0, cohort.Count)];
        int kept = Math.Max(1, (int)(cohort.Count * TrainShare));
        return (cohort.Take(rows.AsSpan(0, kept)), cohort.Take(rows.AsSpan(kept)));
    }

    private static Fidelity Of(EvaluationReport report, Func<MetricResult, Score> contender)
    {
        return new Fidelity(Value(MetricCatalog.Shape), Value(MetricCatalog.Trend), Value(MetricCatalog.PhiSlope));

        double? Value(MetricDefinition metric) => report.Find(metric.Name) is { } result ? contender(result).Value : null;
    }

    private sealed record Outcome(Fidelity? Fidelity, string? Note);
}
