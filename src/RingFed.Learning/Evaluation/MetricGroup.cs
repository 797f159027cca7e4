using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Evaluation.Fidelity;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Evaluation;

/// <summary>Metrics that are measured together on one contender.</summary>
/// <param name="Measure">Scores in the order of <paramref name="Metrics"/>.</param>
internal sealed record MetricGroup(
    string Name, IReadOnlyList<MetricDefinition> Metrics, Func<ContenderCohorts, IReadOnlyList<Score>> Measure)
{
    /// <summary>The groups a schema gives reason for, in the order of the report.</summary>
    public static IReadOnlyList<MetricGroup> For(CohortSchema schema, Cohort holdout, EvaluationOptions options)
    {
        int[] genes = GenePanel.Columns(schema, options.Genes);
        return
        [
            new("shape", [MetricCatalog.Shape], c => [ShapeScore.Of(c.Reference, c.Compared)]),
            new("trend", [MetricCatalog.Trend], c => [TrendScore.Of(c.Reference, c.Compared)]),
            new("detection",
                [MetricCatalog.Detection, MetricCatalog.DetectionForest, MetricCatalog.DetectionBoosting],
                c => Detection(c, options)),
            new("dcr", [MetricCatalog.DcrShare], c => [DcrShare.Of(
                c.Detection.Train, c.Detection.Holdout, c.Detection.Drawn, options.Seed, options.Threads)]),
            .. genes.Length == 0 ? [] : new[] { ForGenes(genes) },
            new("missingness", [MetricCatalog.Missingness], c => [MissingnessMatch.Of(c.Reference, c.Compared)]),
            .. schema.Endpoints.Select(endpoint => ForEndpoint(endpoint, holdout)),
        ];
    }

    private static MetricGroup ForEndpoint(EndpointSchema endpoint, Cohort holdout) => new(
        $"survival.{endpoint.Name}",
        [
            MetricCatalog.KaplanMeierMax(endpoint.Name),
            MetricCatalog.KaplanMeierArea(endpoint.Name),
            MetricCatalog.Concordance(endpoint.Name),
        ],
        c =>
        {
            (Score largest, Score mean) = KaplanMeierGap.Of(
                SurvivalSample.Of(c.Reference, endpoint), SurvivalSample.Of(c.Compared, endpoint));
            return [largest, mean, TrainSyntheticTestReal.Of(c.Taught, holdout, endpoint)];
        });

    private static Score[] Detection(ContenderCohorts c, EvaluationOptions options)
    {
        DetectionScore score = DetectionScore.Of(
            c.Detection.Train, c.Detection.Holdout, c.Detection.Drawn, options.Seed, options.Threads);
        return [score.Larger, score.Forest, score.Boosting];
    }

    private static MetricGroup ForGenes(int[] genes) => new(
        "genes",
        [MetricCatalog.PhiSlope, MetricCatalog.GeneFrequency, MetricCatalog.RareGeneFrequency],
        c =>
        [
            PhiSlope.Of(c.Reference, c.Compared, genes),
            GeneFrequency.Of(c.Reference, c.Compared, genes, rareOnly: false),
            GeneFrequency.Of(c.Reference, c.Compared, genes, rareOnly: true),
        ]);
}
