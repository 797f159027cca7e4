using static RingFed.Learning.Evaluation.MetricDirection;

namespace RingFed.Learning.Evaluation;

/// <summary>Every metric of the report with its protocol. Names are keys in files and logs: append only.</summary>
public static class MetricCatalog
{
    private const string EqualN = " Synthetic, independent and hold-out cohorts have equal n and are compared with all training rows.";

    public static MetricDefinition Shape { get; } = new("shape", "column shapes", HigherIsBetter, 1,
        "Mean over columns of 1 - KS (numbers) or 1 - TVD (categories), missing as a category of its own; after SDMetrics' Column Shapes." + EqualN);

    public static MetricDefinition Trend { get; } = new("trend", "pair trends", HigherIsBetter, 1,
        "Mean over column pairs of 1 - |r - r'|/2 (two numbers) or 1 - TVD of the contingency tables, numbers cut at real deciles; after SDMetrics' Column Pair Trends." + EqualN);

    public static MetricDefinition Detection { get; } = new("detection", "detection", LowerIsBetter, .5,
        "The larger .5 + |AUC - .5| of random forest and gradient boosting, fitted on train against synthetic (equal n, at most 4,000 each), scored on hold-out against other synthetic rows (equal n); decoded values, DeLong interval. Ceiling: the hold-out as synthetic, 70/30 parts of train as train and hold-out.");

    public static MetricDefinition DetectionForest { get; } = new("detectionForest", "  by forest", LowerIsBetter, .5,
        "As detection, by a random forest of 300 trees, at least 5 rows a leaf, sqrt features.");

    public static MetricDefinition DetectionBoosting { get; } = new("detectionBoosting", "  by boosting", LowerIsBetter, .5,
        "As detection, by histogram gradient boosting, 150 rounds, learning rate .06, at most 31 leaves.");

    public static MetricDefinition DcrShare { get; } = new("dcrShare", "closer to train", LowerIsBetter, .5,
        "Share of synthetic rows closer (Gower distance) to a training patient than to any of an equal number of hold-out patients; COPYING when more than .10 above independent columns. Ceiling as for detection.")
    {
        IsGate = true,
    };

    public static MetricDefinition PhiSlope { get; } = new("phiSlope", "phi slope", CloserIsBetter, 1,
        "Slope through the origin of synthetic on real phi over gene pairs with |phi| sqrt(n) > 3 in train." + EqualN);

    public static MetricDefinition GeneFrequency { get; } = new("geneFrequency", "gene frequency", HigherIsBetter, 1,
        "1 - mean |p - q|/(p + q) over genes." + EqualN);

    public static MetricDefinition RareGeneFrequency { get; } = new("rareGeneFrequency", "rare gene frequency", HigherIsBetter, 1,
        "1 - mean |p - q|/(p + q) over genes carried by fewer than 5 % of training patients." + EqualN);

    public static MetricDefinition Missingness { get; } = new("missingness", "missingness", HigherIsBetter, 1,
        "1 - mean difference of the shares missing, over columns with missing values." + EqualN);

    public static MetricDefinition KaplanMeierMax(string endpoint) => new($"kmMaxGap.{endpoint}", $"KM largest gap, {endpoint}", LowerIsBetter, 0,
        "Largest |difference| of the Kaplan-Meier curves up to the 90th percentile of training times." + EqualN);

    public static MetricDefinition KaplanMeierArea(string endpoint) => new($"kmMeanGap.{endpoint}", $"KM mean gap, {endpoint}", LowerIsBetter, 0,
        "Integral of |difference| of the Kaplan-Meier curves up to the 90th percentile of training times, over that time." + EqualN);

    public static MetricDefinition Concordance(string endpoint) => new($"cIndex.{endpoint}", $"C-index TSTR, {endpoint}", HigherIsBetter, 1,
        "Harrell's C on the hold-out of a ridge Cox model (Breslow ties) trained on synthetic rows. Floor: trained on independent columns. Ceiling: trained on as many training rows (TRTR).");
}
