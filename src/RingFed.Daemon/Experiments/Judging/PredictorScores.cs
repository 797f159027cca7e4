using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Judging;

/// <summary>How well a prediction orders, or tells apart, patients whose outcome is known.</summary>
internal static class PredictorScores
{
    private const double Chance = .5;
    private const double Threshold = .5;

    /// <summary>Patients without an outcome are left out.</summary>
    public static IReadOnlyList<MeasuredMetric> Of(IPredictiveModel model, Cohort patients, ModelPlan plan)
    {
        double[] predictions = model.Predict(patients);
        return model.Kind == PredictionKind.Risk
            ? [Concordance(predictions, SurvivalSample.Of(patients, PredictionTarget.EndpointOf(patients.Schema, plan)))]
            : Classification(predictions, patients, PredictionTarget.ColumnOf(patients.Schema, plan));
    }

    private static MeasuredMetric Concordance(double[] risks, SurvivalSample sample) => Metric(
        "cIndex", "C-index", Chance, HarrellConcordance.Of([.. sample.Rows.Select(row => risks[row])], sample), "no two patients can be told which failed first");

    private static MeasuredMetric[] Classification(double[] predictions, Cohort patients, int column)
    {
        int[] known = [.. Enumerable.Range(0, patients.Count).Where(row => !double.IsNaN(patients[row, column]))];
        double[] probabilities = [.. known.Select(row => predictions[row])];
        bool[] labels = [.. known.Select(row => patients[row, column] == 1)];
        (int hits, int calls, int positives) = (
            probabilities.Zip(labels).Count(one => one.First >= Threshold && one.Second),
            probabilities.Count(probability => probability >= Threshold),
            labels.Count(label => label));
        double? accuracy = known.Length == 0 ? null : probabilities.Zip(labels).Average(one => one.First >= Threshold == one.Second ? 1.0 : 0);
        return
        [
            Metric("auc", "AUC", Chance, Auc.Of(probabilities, labels)?.Value, "a class has fewer than two patients"),
            Metric("f1", "F1 at .5", null, calls + positives == 0 ? null : 2.0 * hits / (calls + positives), "nobody has the outcome, and it was foretold of nobody"),
            Metric("accuracy", "accuracy at .5", null, accuracy, "nobody's outcome is known"),
        ];
    }

    private static MeasuredMetric Metric(string name, string title, double? floor, double? value, string reason) =>
        new(name, title, MetricDirection.HigherIsBetter, 1, value, floor, null, value is null ? reason : null);
}
