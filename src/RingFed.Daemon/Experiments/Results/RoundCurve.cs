namespace RingFed.Daemon.Experiments.Results;

/// <param name="Round">The first is 1.</param>
internal sealed record RoundPoint(int Round, Spread Score);

/// <summary>A metric of the ring's model round by round.</summary>
/// <param name="Points">Ascending; the last one is of the last round.</param>
/// <param name="Early">The metric after <see cref="EarlyRound"/> less <see cref="EarlyShare"/> of its final value, paired; null where that round was not judged.</param>
internal sealed record RoundCurve(string Model, string Strategy, string Metric, IReadOnlyList<RoundPoint> Points, Spread? Early)
{
    /// <summary>LEARNING, "Targets": CSF at round 5 is at least 95 % of its final value.</summary>
    public const int EarlyRound = 5;

    public const double EarlyShare = .95;

    public static IEnumerable<RoundCurve> Of(ArmCells arm)
    {
        var scores = arm.Cells.SelectMany(cell => cell.Result.ByRound.Select(score => (cell.Plan, Score: score)));
        foreach (var metric in scores.GroupBy(one => one.Score.Metric))
        {
            RoundPoint[] points = [.. metric.GroupBy(one => one.Score.Round).OrderBy(round => round.Key)
                .Select(round => new RoundPoint(round.Key, arm.SpreadOf(round.Select(one => (one.Plan, (double?)one.Score.Value, (IReadOnlyList<double>?)null)))!))];
            int last = points[^1].Round;
            Spread? early = last <= EarlyRound ? null : arm.SpreadOf(
                from one in metric
                where one.Score.Round == EarlyRound
                join final in metric.Where(final => final.Score.Round == last) on one.Plan equals final.Plan
                select (one.Plan, (double?)(one.Score.Value - (EarlyShare * final.Score.Value)), (IReadOnlyList<double>?)null));
            yield return new RoundCurve(arm.Model, arm.Strategy, metric.Key, points, early);
        }
    }
}
