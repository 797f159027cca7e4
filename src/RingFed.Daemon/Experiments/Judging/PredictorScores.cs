using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Evaluation.Protocol;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>How well a prediction orders, or tells apart, patients whose outcome is known.</summary>
internal static class PredictorScores
{
    private const double Chance = .5;
    private const double Threshold = .5;

    /// <summary>Patients without an outcome are left out.</summary>
    /// <param name="split">Whose hold-out the patients are, for their bootstrap; null for none.</param>
    public static IReadOnlyList<MeasuredMetric> Of(IPredictiveModel model, Cohort patients, ModelPlan plan, int? split = null)
    {
        double[] predictions = model.Predict(patients);
        return model.Kind == PredictionKind.Risk
            ? Concordance(predictions, SurvivalSample.Of(patients, PredictionTarget.EndpointOf(patients.Schema, plan)), split)
            : Classification(predictions, patients, PredictionTarget.ColumnOf(patients.Schema, plan), split);
    }

    private static MeasuredMetric[] Concordance(double[] predictions, SurvivalSample sample, int? split)
    {
        const string none = "no two patients can be told which failed first";
        double[] risks = [.. sample.Rows.Select(row => predictions[row])];
        return
        [
            Metric("cIndex", "C-index", Chance, sample.Count, split, rows => HarrellConcordance.Of(RisksOf(rows), Drawn(rows)), none),
            Metric("cIndexIpcw", "C-index IPCW", Chance, sample.Count, split, rows => UnoConcordance.Of(RisksOf(rows), Drawn(rows)), none),
        ];

        double[] RisksOf(int[] rows) => [.. rows.Select(row => risks[row])];

        SurvivalSample Drawn(int[] rows) => new(rows, [.. rows.Select(row => sample.Times[row])], [.. rows.Select(row => sample.Events[row])]);
    }

    private static MeasuredMetric[] Classification(double[] predictions, Cohort patients, int column, int? split)
    {
        int[] known = [.. Enumerable.Range(0, patients.Count).Where(row => !double.IsNaN(patients[row, column]))];
        double[] probabilities = [.. known.Select(row => predictions[row])];
        bool[] labels = [.. known.Select(row => patients[row, column] == 1)];
        return
        [
            Metric("auc", "AUC", Chance, known.Length, split, AucOf, "a class has fewer than two patients"),
            Metric("f1", "F1 at .5", null, known.Length, split, F1Of, "nobody has the outcome"),
            Metric("accuracy", "accuracy at .5", null, known.Length, split, AccuracyOf, "nobody's outcome is known"),
        ];

        double? AucOf(int[] rows) => Auc.Of([.. rows.Select(row => probabilities[row])], [.. rows.Select(row => labels[row])])?.Value;

        // None by the patients alone, so that a fold without the outcome is left out of all arms and not only of those that are right.
        double? F1Of(int[] rows)
        {
            int positives = rows.Count(row => labels[row]);
            int calls = rows.Count(row => probabilities[row] >= Threshold);
            return positives == 0 ? null : 2.0 * rows.Count(row => labels[row] && probabilities[row] >= Threshold) / (calls + positives);
        }

        double? AccuracyOf(int[] rows) => rows.Length == 0 ? null : rows.Average(row => probabilities[row] >= Threshold == labels[row] ? 1.0 : 0);
    }

    private static MeasuredMetric Metric(string name, string title, double? floor, int patients, int? split, Func<int[], double?> of, string reason)
    {
        double? value = of([.. Enumerable.Range(0, patients)]);
        return new(name, title, MetricDirection.HigherIsBetter, 1, value, floor, null, value is null ? reason : null)
        {
            Replicates = value is null || split is null ? null : PatientBootstrap.Replicates(patients, split.Value, new ProtocolOptions(), of),
        };
    }
}
