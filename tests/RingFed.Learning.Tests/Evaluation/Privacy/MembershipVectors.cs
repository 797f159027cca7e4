using System.Text.Json;
using RingFed.Learning.Evaluation.Privacy;

namespace RingFed.Learning.Tests.Evaluation.Privacy;

/// <summary>
/// A toy set with planted leaks and what an independent implementation (numpy, scipy's gaussian_kde, the formulas of
/// vanderschaarlab/DOMIAS 9527dab) makes of it.
/// </summary>
internal sealed record MembershipVectors(float[][] Train, float[][] Holdout, float[][] Reference, IReadOnlyList<MembershipVectors.Case> Cases)
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static MembershipVectors Load()
    {
        using Stream file = typeof(MembershipVectors).Assembly.GetManifestResourceStream("membership.json")!;
        return JsonSerializer.Deserialize<MembershipVectors>(file, _options)!;
    }

    public static float Euclidean(float[] a, float[] b) =>
        (float)Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum());

    public static double[][] Widen(float[][] points) => [.. points.Select(point => point.Select(value => (double)value).ToArray())];

    /// <summary>Judges the scores of train, then of hold-out.</summary>
    public MembershipAttack Judge(double[] scores) => MembershipAttack.Judge("", scores[..Train.Length], scores[Train.Length..])!;

    internal sealed record Case(
        double LeakFractionOfTrainCopied,
        float[][] Synthetic,
        double DomiasKdeAuc,
        double GanLeaksAuc,
        double GanLeaksCalAuc,
        [property: System.Text.Json.Serialization.JsonPropertyName("domias_tpr_at_fpr_1pct")] double DomiasTruePositives,
        double DcrTrainMedian,
        double DcrHoldoutMedian,
        [property: System.Text.Json.Serialization.JsonPropertyName("dcr_train_p05")] double DcrTrainLow,
        [property: System.Text.Json.Serialization.JsonPropertyName("dcr_holdout_p05")] double DcrHoldoutLow,
        double NndrTrainMedian,
        [property: System.Text.Json.Serialization.JsonPropertyName("nndr_train_p05")] double NndrTrainLow,
        [property: System.Text.Json.Serialization.JsonPropertyName("nndr_holdout_p05")] double NndrHoldoutLow);
}
