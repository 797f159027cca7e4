namespace RingFed.Daemon.Experiments.Results;

/// <summary>Which metrics decide something, and which only explain others.</summary>
internal static class HeadlineMetrics
{
    private static readonly string[] Names =
        ["detection", "phiSlope", "geneFrequency", "rareGeneFrequency", "csf", "gsf", "cIndex", "cIndexIpcw", "auc", "f1"];

    private static readonly string[] Families = ["cIndex.", "kmMeanGap."];

    /// <summary>Found in CSV and JSON and not in the text, which no screen could hold.</summary>
    private static readonly string[] Details =
        ["detectionForest", "detectionBoosting", "detectionNull", "detectionCv", "columnsDiffer", "shape", "trend", "dcrLow", "dcrMedian", "nndrLow", "nndrMedian", "miaNamed", "burden", "signAgreement", "clusterLabels", "missingness"];

    private static readonly string[] DetailFamilies = ["rg.", "dg.", "strata", "logRank.", "kmMaxGap."];

    public static bool Contains(string metric) => Names.Contains(metric) || IsOf(metric, Families);

    /// <summary>C-index, of predictors or by training on synthetic rows.</summary>
    public static bool IsConcordance(string metric) => metric == "cIndex" || metric.StartsWith("cIndex.", StringComparison.Ordinal);

    public static bool IsDetail(string metric) => Details.Contains(metric) || IsOf(metric, DetailFamilies);

    private static bool IsOf(string metric, string[] families) => families.Any(family => metric.StartsWith(family, StringComparison.Ordinal));
}
