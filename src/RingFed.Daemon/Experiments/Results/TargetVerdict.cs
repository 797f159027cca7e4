namespace RingFed.Daemon.Experiments.Results;

/// <summary>Whether an arm reaches a target, and by how much.</summary>
/// <param name="Target">In words, with its limit.</param>
/// <param name="Scope">Of the patients; a silo's name where the target is of a silo.</param>
/// <param name="Value">What is held against the limits; null for a mark that is there or not.</param>
/// <param name="By">Distance to the limit, below 0 where it is missed; null for a mark.</param>
/// <param name="IsDecided">The interval lies on one side of the limit, and rests on enough splits or on resampled patients.</param>
internal sealed record TargetVerdict(string Target, string Model, string Strategy, string Scope, string Metric, Spread? Value, double? By, bool IsMet, bool IsDecided)
{
    /// <summary>Why the target was not judged, and so neither met nor missed; null where it was.</summary>
    public string? NotJudged { get; init; }

    public bool IsMissed => NotJudged is null && !IsMet;

    /// <summary>What copies patients may come near to them in every metric: then nothing is met by it, nor by what is better than it.</summary>
    public TargetVerdict Unless(bool isCopying) => isCopying ? Unjudged("COPYING") : this;

    public TargetVerdict Unjudged(string why) => this with { NotJudged = why, By = null, IsMet = false, IsDecided = false };

    /// <summary>A target that the mean has to reach.</summary>
    public static TargetVerdict OfMean(string target, ArmCells arm, string scope, string metric, Spread value, double least, double most)
    {
        double by = Math.Min(value.Mean - least, most - value.Mean);
        bool isInside = value.Low >= least && value.High <= most;
        return new TargetVerdict(target, arm.Model, arm.Strategy, scope, metric, value, by, by >= 0, value.CanClaim && (isInside || IsOutside(value, least, most)));
    }

    /// <summary>A target that the whole interval has to reach; where there is none the mean stands in, and nothing is decided.</summary>
    public static TargetVerdict OfInterval(string target, ArmCells arm, string scope, string metric, Spread value, double least, double most)
    {
        (double low, double high) = value is { Kind: SpreadKind.Interval, Low: { } lower, High: { } upper } ? (lower, upper) : (value.Mean, value.Mean);
        double by = Math.Min(low - least, most - high);
        return new TargetVerdict(target, arm.Model, arm.Strategy, scope, metric, value, by, by >= 0, value.CanClaim && (by >= 0 || IsOutside(value, least, most)));
    }

    /// <summary>A gain: the whole interval has to lie above 0. A tie is none.</summary>
    public static TargetVerdict OfGain(string target, ArmCells arm, string scope, string metric, Spread value)
    {
        (double low, double high) = value is { Kind: SpreadKind.Interval, Low: { } lower, High: { } upper } ? (lower, upper) : (value.Mean, value.Mean);
        return new TargetVerdict(target, arm.Model, arm.Strategy, scope, metric, value, low, low > 0, value.CanClaim && (low > 0 || high <= 0));
    }

    private static bool IsOutside(Spread value, double least, double most) => value.High < least || value.Low > most;
}
