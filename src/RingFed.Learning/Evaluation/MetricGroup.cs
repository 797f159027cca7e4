using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Clustering;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Evaluation.Fidelity;
using RingFed.Learning.Evaluation.Privacy;
using RingFed.Learning.Evaluation.Strata;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Evaluation;

/// <summary>Metrics that are measured together on one contender.</summary>
/// <param name="Measure">Scores in the order of <paramref name="Metrics"/>.</param>
internal sealed record MetricGroup(
    string Name, IReadOnlyList<MetricDefinition> Metrics, Func<ContenderCohorts, IReadOnlyList<Score>> Measure)
{
    /// <summary>The groups a schema gives reason for, in the order of the report.</summary>
    public static IReadOnlyList<MetricGroup> For(Cohort train, Cohort holdout, EvaluationOptions options)
    {
        CohortSchema schema = train.Schema;
        int[] genes = GenePanel.Columns(schema, options.Genes);
        int[] others = [.. Enumerable.Range(0, schema.Columns.Count).Except(genes)];
        return
        [
            new("shape", [MetricCatalog.Shape], c => [ShapeScore.Of(c.Reference, c.Compared)]),
            new("trend", [MetricCatalog.Trend], c => [TrendScore.Of(c.Reference, c.Compared)]),
            .. genes.Length > 0 && others.Length > 0 ? new[] { ForClinical(others) } : [],
            new("columnTests", [MetricCatalog.ColumnsDiffer], c => [ColumnTest.ShareDiffering(ColumnTest.Of(c.Reference, c.Compared))]),
            new("detection",
                [MetricCatalog.Detection, MetricCatalog.DetectionForest, MetricCatalog.DetectionBoosting, MetricCatalog.DetectionNull],
                c => Detection(c, options)),
            new("detectionCv", [MetricCatalog.DetectionCv], c => [DetectionCv.Of(c.Reference, c.Detection.Drawn, options.Seed, options.Threads)]),
            new("dcr", [MetricCatalog.DcrShare], c => [DcrShare.Of(
                c.Detection.Train, c.Detection.Holdout, c.Detection.Drawn, options.Seed, options.Threads)]),
            new("closeness",
                [MetricCatalog.DcrLow, MetricCatalog.DcrMedian, MetricCatalog.NndrLow, MetricCatalog.NndrMedian],
                c => Closeness(c, options)),
            ForReality(schema, options),
            new("membership",
                [MetricCatalog.MembershipArea, MetricCatalog.MembershipNamed, MetricCatalog.PrivacyGain],
                c => Membership(c, options)),
            .. genes.Length == 0 ? [] : new[] { ForGenes(genes) },
            .. GenePanel.Genomic(schema).Length < 2 ? [] : new[] { ForClusters(train, options) },
            new("missingness", [MetricCatalog.Missingness], c => [MissingnessMatch.Of(c.Reference, c.Compared)]),
            .. schema.Endpoints.Select(endpoint => ForEndpoint(endpoint, holdout)),
            .. StrataColumns(schema, options).Select(column => ForStrata(schema, column)),
            .. UseGroups.For(holdout, options),
        ];
    }

    private static MetricGroup ForClinical(int[] columns) => new(
        "clinical",
        [MetricCatalog.ClinicalShape, MetricCatalog.ClinicalTrend],
        c =>
        {
            (Cohort reference, Cohort compared) = (c.Reference.Select(columns), c.Compared.Select(columns));
            return [ShapeScore.Of(reference, compared), TrendScore.Of(reference, compared)];
        });

    private static MetricGroup ForEndpoint(EndpointSchema endpoint, Cohort holdout) => new(
        $"survival.{endpoint.Name}",
        [
            MetricCatalog.KaplanMeierMax(endpoint.Name),
            MetricCatalog.KaplanMeierArea(endpoint.Name),
            MetricCatalog.LogRank(endpoint.Name),
            MetricCatalog.Concordance(endpoint.Name),
        ],
        c =>
        {
            (SurvivalSample real, SurvivalSample compared) = (SurvivalSample.Of(c.Reference, endpoint), SurvivalSample.Of(c.Compared, endpoint));
            (Score largest, Score mean) = KaplanMeierGap.Of(real, compared);
            Score logRank = LogRank.Of(compared, real) is { } test ? new Score(test.P) : Score.None("no event while both cohorts had patients at risk");
            return [largest, mean, logRank, TrainSyntheticTestReal.Of(c.Taught, holdout, endpoint)];
        });

    private static Score[] Detection(ContenderCohorts c, EvaluationOptions options)
    {
        DetectionScore score = DetectionScore.Of(
            c.Detection.Train, c.Detection.Holdout, c.Detection.Drawn, options.Seed, options.Threads);
        return [score.Larger, score.Forest, score.Boosting, score.Null];
    }

    private static Score[] Closeness(ContenderCohorts c, EvaluationOptions options)
    {
        RecordCloseness? closeness = RecordCloseness.Of(c.Detection, c.Equal, options.Seed, options.Threads);
        return closeness is null
            ? [.. Enumerable.Repeat(Score.None("fewer than ten rows on a side"), 4)]
            : [new(closeness.DcrLow), new(closeness.DcrMedian), new(closeness.NndrLow), new(closeness.NndrMedian)];
    }

    private static Score[] Membership(ContenderCohorts c, EvaluationOptions options)
    {
        MembershipRisk risk = MembershipRisk.Of(c.Detection, options.Seed, options.Threads);
        return [risk.Area, risk.TruePositives, risk.Privacy];
    }

    /// <summary>Over all columns, and over each group of columns where there are several.</summary>
    private static MetricGroup ForReality(CohortSchema schema, EvaluationOptions options)
    {
        int[] all = [.. Enumerable.Range(0, schema.Columns.Count)];
        (string Name, int[] Columns)[] parts = [.. all.GroupBy(c => schema.Columns[c].Group).Select(group => (group.Key, group.ToArray()))];
        parts = parts.Length > 1 ? [("joint", all), .. parts] : [("joint", all)];
        return new MetricGroup(
            "reality",
            [.. parts.SelectMany(part => new[] { MetricCatalog.Reality(part.Name), MetricCatalog.Diversity(part.Name) })],
            c => [.. parts.SelectMany(part =>
            {
                RealityDiversity both = RealityDiversity.Of(c.Detection, part.Columns, c.Equal, options.Seed, options.Threads);
                return new[] { both.Reality, both.Diversity };
            })]);
    }

    private static MetricGroup ForGenes(int[] genes) => new(
        "genes",
        [MetricCatalog.PhiSlope, MetricCatalog.SignAgreement, MetricCatalog.GeneFrequency, MetricCatalog.RareGeneFrequency, MetricCatalog.Burden],
        c =>
        {
            IReadOnlyList<(double, double)> pairs = GenePairs.Significant(c.Reference, c.Compared, genes);
            return
            [
                PhiSlope.Of(pairs),
                SignAgreement.Of(pairs),
                GeneFrequency.Of(c.Reference, c.Compared, genes, rareOnly: false),
                GeneFrequency.Of(c.Reference, c.Compared, genes, rareOnly: true),
                MutationBurden.Of(c.Reference, c.Compared, genes),
            ];
        });

    private static MetricGroup ForClusters(Cohort train, EvaluationOptions options)
    {
        ClusterLabels labels = new(train, options.Seed);
        return new MetricGroup("clusters", [MetricCatalog.ClusterLabels], c => [labels.Of(c.Reference, c.Compared)]);
    }

    /// <exception cref="ArgumentException">A name is not a categorical column.</exception>
    private static int[] StrataColumns(CohortSchema schema, EvaluationOptions options)
    {
        const string byDefault = "ipssr";
        IEnumerable<string> names = options.Strata ?? (schema.IndexOf(byDefault) >= 0 ? [byDefault] : []);
        return [.. names.Select(name => schema.IndexOf(name) is >= 0 and var index && schema.Columns[index].Kind == ColumnKind.Categorical
            ? index
            : throw new ArgumentException($"'{name}' is not a categorical column of schema '{schema.Name}'; name categorical columns as strata."))];
    }

    private static MetricGroup ForStrata(CohortSchema schema, int column)
    {
        string name = schema.Columns[column].Name;
        Func<Cohort, int, int?>? rule = schema.Columns[column].Categories.SequenceEqual(Data.Simulated.IpssR.Categories) ? IpssRRule.For(schema) : null;
        return new MetricGroup(
            $"strata.{name}",
            [
                MetricCatalog.StrataShares(name),
                .. schema.Endpoints.Select(endpoint => MetricCatalog.StrataSurvival(name, endpoint.Name)),
                .. rule is null ? [] : new[] { MetricCatalog.StrataConsistency(name) },
            ],
            c =>
            [
                StrataAgreement.Shares(c.Reference, c.Compared, column),
                .. schema.Endpoints.Select(endpoint => StrataAgreement.Survival(c.Reference, c.Compared, column, endpoint)),
                .. rule is null ? [] : new[] { StrataAgreement.Consistency(c.Compared, column, rule) },
            ]);
    }
}
