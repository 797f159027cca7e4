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

    public static MetricDefinition DetectionNull { get; } = new("detectionNull", "  by chance", LowerIsBetter, .5,
        "95 % quantile of detection over 1,000 shuffles of the test rows' labels; detection below it is chance. The note's p is the share of shuffles that reach detection.")
    {
        IsGate = true,
    };

    public static MetricDefinition DetectionCv { get; } = new("detectionCv", "detection, old protocol", CloserIsBetter, .5,
        "Mean AUC of a forest (100 trees, leaf 5) over three folds of train against synthetic (equal n). It rewards copying, so it ranks nothing; only to compare with figures taken so.")
    {
        IsGate = true,
    };

    public static MetricDefinition DcrShare { get; } = new("dcrShare", "closer to train", LowerIsBetter, .5,
        "Share of synthetic rows closer (Gower distance) to a training patient than to any of an equal number of hold-out patients; COPYING when more than .10 above independent columns. Ceiling as for detection.")
    {
        IsGate = true,
    };

    public static MetricDefinition DcrLow { get; } = Closeness("dcrLow", "DCR, 5th percentile", "5th percentile of the Gower distance to the closest of the training patients.");

    public static MetricDefinition DcrMedian { get; } = Closeness("dcrMedian", "DCR, median", "Median Gower distance to the closest of the training patients.");

    public static MetricDefinition NndrLow { get; } = Closeness("nndrLow", "NNDR, 5th percentile", "5th percentile of the distance to the closest training patient over that to the second closest.");

    public static MetricDefinition NndrMedian { get; } = Closeness("nndrMedian", "NNDR, median", "Median distance to the closest training patient over that to the second closest.");

    public static MetricDefinition MembershipArea { get; } = new("mia", "membership inference", LowerIsBetter, .5,
        "Largest AUC of GAN-leaks, calibrated GAN-leaks, DOMIAS by kernels and by neighbours; candidates are training patients and half the hold-out (equal n), the other half is the attacker's reference. DeLong interval. Ceiling as for detection.")
    {
        IsGate = true,
    };

    public static MetricDefinition MembershipNamed { get; } = new("miaNamed", "  named at 1 % false", LowerIsBetter, .01,
        "Largest share of training patients that one of the attacks names while it names at most 1 % of the others.")
    {
        IsGate = true,
    };

    public static MetricDefinition PrivacyGain { get; } = new("pg", "PG privacy", HigherIsBetter, 1,
        "1 - 2 max(0, AUC - .5) at the upper 95 % bound of the largest attack; few candidates widen the bound and lower PG, for the ceiling too.")
    {
        IsGate = true,
    };

    public static MetricDefinition PhiSlope { get; } = new("phiSlope", "phi slope", CloserIsBetter, 1,
        "Slope through the origin of synthetic on real phi over gene pairs with |phi| sqrt(n) > 3 in train." + EqualN);

    public static MetricDefinition GeneFrequency { get; } = new("geneFrequency", "gene frequency", HigherIsBetter, 1,
        "1 - mean |p - q|/(p + q) over genes." + EqualN);

    public static MetricDefinition RareGeneFrequency { get; } = new("rareGeneFrequency", "rare gene frequency", HigherIsBetter, 1,
        "1 - mean |p - q|/(p + q) over genes carried by fewer than 5 % of training patients." + EqualN);

    public static MetricDefinition SignAgreement { get; } = new("signAgreement", "sign agreement", HigherIsBetter, 1,
        "Share of the gene pairs with |phi| sqrt(n) > 3 in train whose phi has the same sign." + EqualN);

    public static MetricDefinition Burden { get; } = new("burden", "mutation burden", HigherIsBetter, 1,
        "1 - TVD of the number of mutated genes a patient." + EqualN);

    public static MetricDefinition ClusterLabels { get; } = new("clusterLabels", "genomic clusters", HigherIsBetter, 1,
        "1 - TVD of the shares of genomic clusters, a Dirichlet mixture of multinomials fitted on train (60 draws, 6 sweeps each)." + EqualN);

    public static MetricDefinition ClinicalShape { get; } = new("clinicalShape", "column shapes, no genes", HigherIsBetter, 1,
        "As column shapes, over the columns that are no genes.");

    public static MetricDefinition ClinicalTrend { get; } = new("clinicalTrend", "pair trends, no genes", HigherIsBetter, 1,
        "As pair trends, over the columns that are no genes.");

    public static MetricDefinition ColumnsDiffer { get; } = new("columnsDiffer", "columns that differ", LowerIsBetter, 0,
        "Share of columns whose Kolmogorov-Smirnov or chi-square test against train has p < .05 after Holm's correction." + EqualN);

    public static MetricDefinition ClinicalFidelity { get; } = new("csf", "RingFed-CSF", HigherIsBetter, 1,
        "Mean over clinical shape, pair trends, 1 - KM mean gap, 1 - |C - C real|/C real and missingness, each (m - floor)/(ceiling - floor) in 0..1; components whose ceiling is not above their floor are left out by name. RingFed's own formula: figures published as CSF used another.");

    public static MetricDefinition GenomicFidelity { get; } = new("gsf", "RingFed-GSF", HigherIsBetter, 1,
        "As RingFed-CSF, over gene frequency, phi slope clipped to 0..1, sign agreement, mutation burden and genomic clusters.");

    public static MetricDefinition Missingness { get; } = new("missingness", "missingness", HigherIsBetter, 1,
        "1 - mean difference of the shares missing, over columns with missing values." + EqualN);

    public static MetricDefinition KaplanMeierMax(string endpoint) => new($"kmMaxGap.{endpoint}", $"KM largest gap, {endpoint}", LowerIsBetter, 0,
        "Largest |difference| of the Kaplan-Meier curves up to the 90th percentile of training times." + EqualN);

    public static MetricDefinition KaplanMeierArea(string endpoint) => new($"kmMeanGap.{endpoint}", $"KM mean gap, {endpoint}", LowerIsBetter, 0,
        "Integral of |difference| of the Kaplan-Meier curves up to the 90th percentile of training times, over that time." + EqualN);

    public static MetricDefinition Concordance(string endpoint) => new($"cIndex.{endpoint}", $"C-index TSTR, {endpoint}", HigherIsBetter, 1,
        "Harrell's C on the hold-out of a ridge Cox model (Breslow ties) trained on synthetic rows. Floor: trained on independent columns. Ceiling: trained on as many training rows (TRTR).");

    public static MetricDefinition LogRank(string endpoint) => new($"logRank.{endpoint}", $"log-rank p, {endpoint}", HigherIsBetter, null,
        "p of the log-rank test against train; uniform for patients of the same source, so it is a gate: small values tell a difference, large ones prove nothing." + EqualN)
    {
        IsGate = true,
    };

    public static MetricDefinition ControlCoverage(string endpoint) => new($"controlCoverage.{endpoint}", $"control arms, coverage, {endpoint}", CloserIsBetter, .95,
        "Share of 200 trials whose 95 % interval of the hazard ratio holds 1: arms of hold-out patients (100, at most half of them), to whom nothing was done, each matched at baseline with one of the contender's rows, as many as training rows. Ceiling: training patients as controls.");

    public static MetricDefinition ControlBias(string endpoint) => new($"controlBias.{endpoint}", $"  bias of ln ratio, {endpoint}", CloserIsBetter, 0,
        "Mean ln hazard ratio over the same trials.");

    public static MetricDefinition AugmentationGain(string endpoint) => new($"augmentationGain.{endpoint}", $"C gained at the smallest silo, {endpoint}", HigherIsBetter, null,
        "C on the hold-out of a ridge Cox model trained on the smallest silo's patients and the contender's rows, less that of its own patients alone; as many rows as training patients; 95 % interval by resampled hold-out patients, paired. Ceiling: joined by training patients of all silos.");

    public static MetricDefinition HazardCorrelation(string endpoint) => new($"hazardCorrelation.{endpoint}", $"log hazard ratios, correlation, {endpoint}", HigherIsBetter, 1,
        "Pearson's r over covariates of the log hazard ratios of a Cox model fitted to train and to the contender." + EqualN);

    public static MetricDefinition HazardSigns(string endpoint) => new($"hazardSigns.{endpoint}", $"log hazard ratios, signs, {endpoint}", HigherIsBetter, 1,
        "Share of train's |log hazard ratios| whose sign the contender's share." + EqualN);

    public static MetricDefinition Optimism(string endpoint) => new($"optimism.{endpoint}", $"optimism, {endpoint}", CloserIsBetter, 0,
        "Integral of the contender's Kaplan-Meier curve less train's over the time that both reach, over that time; above 0 patients live too long." + EqualN);

    public static MetricDefinition StrataShares(string column) => new($"strata.{column}", $"{column} shares", HigherIsBetter, 1,
        "1 - TVD of the strata's shares, over patients with a known stratum." + EqualN);

    public static MetricDefinition StrataSurvival(string column, string endpoint) => new($"strataKm.{column}.{endpoint}", $"KM gap by {column}", LowerIsBetter, 0,
        "Mean over strata of the KM mean gap; strata with fewer than ten patients on a side are left out." + EqualN);

    public static MetricDefinition StrataConsistency(string column) => new($"strataKappa.{column}", $"{column} as computed", HigherIsBetter, 1,
        "Quadratic-weighted kappa of the recorded stratum and the one computed from the same row's values." + EqualN);

    public static MetricDefinition Reality(string columns) => new($"rg.{columns}", $"RG reality, {columns}", CloserIsBetter, 1,
        "Median distance of synthetic rows to their closest training patient over the hold-out's own; equal n of all three; Gower distance over these columns. Ceiling as for detection.");

    public static MetricDefinition Diversity(string columns) => new($"dg.{columns}", $"DG diversity, {columns}", CloserIsBetter, 1,
        "Median distance of hold-out patients to their closest synthetic row over that to their closest training patient; otherwise as RG.");

    private static MetricDefinition Closeness(string name, string title, string protocol) => new(name, title, HigherIsBetter, null,
        protocol + " Equal n for all three; the ceiling's is what patients have anyway.")
    {
        IsGate = true,
    };
}
