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
        Cohort train, Cohort holdout, Cohort synthetic, EvaluationOptions options, CancellationToken cancellation = default) =>
        Evaluate(new EvaluationBounds(train, holdout, synthetic.Count, options, clock), synthetic, options.Groups, cancellation);

    /// <summary>As the other, with floors and ceilings that are shared by all generators judged on the same patients.</summary>
    /// <param name="synthetic">As many rows as the bounds were made for.</param>
    /// <param name="groups">Of metrics, as <see cref="EvaluationOptions.Groups"/>; the options of the bounds say all else.</param>
    /// <exception cref="ArgumentException">Schemas or number of rows differ, or fewer than one thread.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a group under way is finished first.</exception>
    public EvaluationReport Evaluate(
        EvaluationBounds bounds, Cohort synthetic, IReadOnlyList<string>? groups, CancellationToken cancellation = default)
    {
        Require(bounds, synthetic);
        long start = clock.GetTimestamp();
        ContenderCohorts drawn = bounds.ContenderOf(synthetic);
        int[] asked = [.. Enumerable.Range(0, bounds.Groups.Count).Where(group => EvaluationOptions.IsNamed(bounds.Groups[group].Name, groups))];
        Measurement[] measured = Measure(bounds, drawn, asked, cancellation);
        List<MetricResult> results = [.. asked.SelectMany((group, place) => Results(bounds.Groups[group], measured.AsSpan(place * Contenders, Contenders)))];
        results.AddRange(CompositeFidelity.Of(results, [.. bounds.Groups.SelectMany(group => group.Metrics)]));
        bool? isCopying = Privacy.CopyingMark.Of(results);
        return new EvaluationReport
        {
            TrainRows = bounds.TrainRows,
            HoldoutRows = bounds.HoldoutRows,
            SyntheticRows = synthetic.Count,
            ComparedRows = drawn.Compared.Count,
            Seed = bounds.Options.Seed,
            Metrics = isCopying == true ? [.. results.Select(result => result with { IsRanked = false })] : results,
            Columns = Columns(bounds, drawn),
            Copying = isCopying,
            Timings = [.. asked.Select((group, place) => new MetricTiming(
                bounds.Groups[group].Name, measured.Skip(place * Contenders).Take(Contenders).Sum(m => m.Seconds)))],
            Seconds = clock.GetElapsedTime(start).TotalSeconds,
        };
    }

    private static Measurement[] Measure(EvaluationBounds bounds, ContenderCohorts drawn, int[] asked, CancellationToken cancellation)
    {
        Measurement[] measured = new Measurement[asked.Length * Contenders];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = bounds.Options.Threads, CancellationToken = cancellation };
        Parallel.For(0, measured.Length, parallel, job =>
        {
            int group = asked[job / Contenders];
            measured[job] = (job % Contenders) switch
            {
                0 => bounds.Measure(bounds.Groups[group], drawn),
                1 => bounds.FloorOf(group),
                _ => bounds.CeilingOf(group),
            };
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

    private static ColumnResult[] Columns(EvaluationBounds bounds, ContenderCohorts drawn)
    {
        double?[] shapes = EvaluationBounds.ShapesOf(drawn);
        IReadOnlyList<ColumnTest> tests = ColumnTest.Of(drawn.Reference, drawn.Compared);
        return [.. bounds.Schema.Columns.Select((column, c) =>
            new ColumnResult(column.Name, shapes[c], bounds.FloorShapes[c], bounds.CeilingShapes[c], tests.Count == 0 ? null : tests[c].HolmP))];
    }

    private static void Require(EvaluationBounds bounds, Cohort synthetic)
    {
        if (synthetic.Count != bounds.DrawnRows)
        {
            throw new ArgumentException($"{synthetic.Count} rows cannot be judged by the bounds of {bounds.DrawnRows}: give as many as these were made for.", nameof(synthetic));
        }

        if (bounds.Options.Threads < 1)
        {
            throw new ArgumentException($"{bounds.Options.Threads} threads cannot run; give at least 1.", nameof(bounds));
        }
    }
}
