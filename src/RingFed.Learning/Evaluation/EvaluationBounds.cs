using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// What an evaluation knows without any generator: floor (independent columns) and ceiling (the hold-out) of every metric.
/// A metric's are measured when they are first asked for, and then kept: generators that are judged on the same patients
/// share them. Any thread.
/// </summary>
public sealed class EvaluationBounds
{
    private readonly Cohort _train;
    private readonly Cohort _holdout;
    private readonly ContenderCohorts[] _contenders;
    private readonly Lazy<Measurement>[] _measured;
    private readonly Lazy<double?[]>[] _shapes;
    private readonly TimeProvider _clock;

    /// <param name="train">The rows that generators have seen.</param>
    /// <param name="holdout">Rows of the same source that they have not.</param>
    /// <param name="drawnRows">How many rows each of them will be judged by.</param>
    /// <param name="options">Their <see cref="EvaluationOptions.Groups"/> may be chosen anew for each generator.</param>
    /// <param name="clock">Times the metrics; decides nothing.</param>
    /// <exception cref="ArgumentException">The two have different columns, train is empty, or a gene is no binary column.</exception>
    public EvaluationBounds(Cohort train, Cohort holdout, int drawnRows, EvaluationOptions options, TimeProvider clock)
    {
        RequireSameColumns(train, holdout);
        if (train.Count == 0)
        {
            throw new ArgumentException("There are no training rows to compare with.", nameof(train));
        }

        (_train, _holdout, _clock, Options, DrawnRows) = (train, holdout, clock, options, drawnRows);
        Groups = MetricGroup.For(train, holdout, options);
        _contenders = [EvaluationCohorts.Floor(train, holdout, drawnRows, options.Seed), EvaluationCohorts.Ceiling(train, holdout, drawnRows, options.Seed)];
        _measured = [.. Groups.SelectMany(group => _contenders.Select(contender => new Lazy<Measurement>(() => Measure(group, contender))))];
        _shapes = [.. _contenders.Select(contender => new Lazy<double?[]>(() => ShapesOf(contender)))];
    }

    public EvaluationOptions Options { get; }

    public int DrawnRows { get; }

    public int TrainRows => _train.Count;

    public int HoldoutRows => _holdout.Count;

    /// <summary>Names of the groups of metrics that the schema gives reason for.</summary>
    public IReadOnlyList<string> GroupNames => [.. Groups.Select(group => group.Name)];

    internal IReadOnlyList<MetricGroup> Groups { get; }

    internal CohortSchema Schema => _train.Schema;

    internal Measurement FloorOf(int group) => _measured[group * 2].Value;

    internal Measurement CeilingOf(int group) => _measured[(group * 2) + 1].Value;

    internal double?[] FloorShapes => _shapes[0].Value;

    internal double?[] CeilingShapes => _shapes[1].Value;

    /// <exception cref="ArgumentException">The rows have other columns.</exception>
    internal ContenderCohorts ContenderOf(Cohort drawn)
    {
        RequireSameColumns(_train, drawn);
        return EvaluationCohorts.Drawn(_train, _holdout, drawn, Options.Seed);
    }

    internal Measurement Measure(MetricGroup group, ContenderCohorts contender)
    {
        long start = _clock.GetTimestamp();
        IReadOnlyList<Score> scores = group.Measure(contender);
        return new Measurement(scores, _clock.GetElapsedTime(start).TotalSeconds);
    }

    internal static double?[] ShapesOf(ContenderCohorts contender) => contender.Compared.Count == 0
        ? new double?[contender.Reference.Schema.Columns.Count]
        : [.. ShapeScore.Columns(contender.Reference, contender.Compared)];

    private static void RequireSameColumns(Cohort a, Cohort b)
    {
        if (!a.Schema.Columns.Select(Identity).SequenceEqual(b.Schema.Columns.Select(Identity)))
        {
            throw new ArgumentException("Train, hold-out and synthetic cohorts have different columns; read all three with one schema.");
        }
    }

    private static (string, ColumnKind, int) Identity(ColumnSchema column) => (column.Name, column.Kind, column.Categories.Count);
}

/// <summary>The scores of a group of metrics, and the seconds that they took.</summary>
internal sealed record Measurement(IReadOnlyList<Score> Scores, double Seconds);
