using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// Judges a synthetic cohort against real patients: every metric for the synthetic rows, for independent columns
/// (floor) and for the real hold-out (ceiling), under one protocol.
/// </summary>
/// <param name="clock">Times the metrics; decides nothing.</param>
public sealed class Evaluator(TimeProvider clock)
{
    private const int Contenders = 3;

    /// <summary>
    /// Small, constant or empty cohorts are answered, not refused: what cannot be measured is null with its reason.
    /// </summary>
    /// <param name="train">The rows that the generator has seen.</param>
    /// <param name="holdout">Rows of the same source that it has not.</param>
    /// <param name="synthetic">Rows that it drew; as many as train and hold-out together use all of both.</param>
    /// <exception cref="ArgumentException">Schemas differ, train is empty, a gene is no binary column, or fewer than one thread.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a group under way is finished first.</exception>
    public EvaluationReport Evaluate(
        Cohort train, Cohort holdout, Cohort synthetic, EvaluationOptions options, CancellationToken cancellation = default)
    {
        Require(train, holdout, synthetic, options);
        long start = clock.GetTimestamp();
        EvaluationCohorts cohorts = EvaluationCohorts.Of(train, holdout, synthetic, options.Seed);
        IReadOnlyList<MetricGroup> possible = MetricGroup.For(train, holdout, options);
        IReadOnlyList<MetricGroup> groups = [.. possible.Where(group => options.Groups?.Contains(group.Name) ?? true)];
        Measurement[] measured = Measure(groups, [cohorts.Synthetic, cohorts.Floor, cohorts.Ceiling], options, cancellation);
        List<MetricResult> results = [.. groups.SelectMany((group, g) => Results(group, measured.AsSpan(g * Contenders, Contenders)))];
        results.AddRange(CompositeFidelity.Of(results, [.. possible.SelectMany(group => group.Metrics)]));
        bool? isCopying = Privacy.CopyingMark.Of(results);
        return new EvaluationReport
        {
            TrainRows = train.Count,
            HoldoutRows = holdout.Count,
            SyntheticRows = synthetic.Count,
            ComparedRows = cohorts.Synthetic.Compared.Count,
            Seed = options.Seed,
            Metrics = isCopying == true ? [.. results.Select(result => result with { IsRanked = false })] : results,
            Columns = Columns(cohorts),
            Copying = isCopying,
            Timings = [.. groups.Select((group, g) => new MetricTiming(
                group.Name, measured.Skip(g * Contenders).Take(Contenders).Sum(m => m.Seconds)))],
            Seconds = clock.GetElapsedTime(start).TotalSeconds,
        };
    }

    private Measurement[] Measure(
        IReadOnlyList<MetricGroup> groups, ContenderCohorts[] contenders, EvaluationOptions options, CancellationToken cancellation)
    {
        Measurement[] measured = new Measurement[groups.Count * Contenders];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        Parallel.For(0, measured.Length, parallel, job =>
        {
            long start = clock.GetTimestamp();
            IReadOnlyList<Score> scores = groups[job / Contenders].Measure(contenders[job % Contenders]);
            measured[job] = new Measurement(scores, clock.GetElapsedTime(start).TotalSeconds);
        });
        return measured;
    }

    private static MetricResult[] Results(MetricGroup group, ReadOnlySpan<Measurement> contenders)
    {
        MetricResult[] results = new MetricResult[group.Metrics.Count];
        for (int m = 0; m < results.Length; m++)
        {
            results[m] = new MetricResult(
                group.Metrics[m], contenders[0].Scores[m], contenders[1].Scores[m], contenders[2].Scores[m]);
        }

        return results;
    }

    private static ColumnResult[] Columns(EvaluationCohorts cohorts)
    {
        double?[][] shapes = [.. new[] { cohorts.Synthetic, cohorts.Floor, cohorts.Ceiling }.Select(Shapes)];
        IReadOnlyList<ColumnTest> tests = ColumnTest.Of(cohorts.Synthetic.Reference, cohorts.Synthetic.Compared);
        return [.. cohorts.Holdout.Schema.Columns.Select((column, c) =>
            new ColumnResult(column.Name, shapes[0][c], shapes[1][c], shapes[2][c], tests.Count == 0 ? null : tests[c].HolmP))];
    }

    private static double?[] Shapes(ContenderCohorts contender) => contender.Compared.Count == 0
        ? new double?[contender.Reference.Schema.Columns.Count]
        : [.. ShapeScore.Columns(contender.Reference, contender.Compared)];

    private static void Require(Cohort train, Cohort holdout, Cohort synthetic, EvaluationOptions options)
    {
        if (!SameColumns(train, holdout) || !SameColumns(train, synthetic))
        {
            throw new ArgumentException("Train, hold-out and synthetic cohorts have different columns; read all three with one schema.");
        }

        if (train.Count == 0)
        {
            throw new ArgumentException("There are no training rows to compare with.", nameof(train));
        }

        if (options.Threads < 1)
        {
            throw new ArgumentException($"{options.Threads} threads cannot run; give at least 1.", nameof(options));
        }
    }

    private static bool SameColumns(Cohort a, Cohort b) =>
        a.Schema.Columns.Select(Identity).SequenceEqual(b.Schema.Columns.Select(Identity));

    private static (string, ColumnKind, int) Identity(ColumnSchema column) => (column.Name, column.Kind, column.Categories.Count);

    private sealed record Measurement(IReadOnlyList<Score> Scores, double Seconds);
}
