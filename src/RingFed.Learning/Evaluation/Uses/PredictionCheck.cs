using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Prediction;
using RingFed.Learning.Evaluation.Protocol;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// How good predictions are for patients whose outcome is known, each number with a 95 % interval by resampled patients
/// (<see cref="PatientBootstrap"/>). Patients without an outcome are left out.
/// </summary>
/// <param name="Name">Key in files: <c>cIndex</c>, <c>cIndexIpcw</c>, <c>auc</c>, <c>f1</c>, <c>accuracy</c>, <c>brier</c>, <c>excess</c>.</param>
/// <param name="Title">In words.</param>
public sealed record PredictionCheck(string Name, string Title, Score Score)
{
    /// <param name="risks">One a patient, higher for an earlier event.</param>
    public static IReadOnlyList<PredictionCheck> OfRisks(double[] risks, Cohort patients, EndpointSchema endpoint, long seed)
    {
        SurvivalSample sample = SurvivalSample.Of(patients, endpoint);
        ProtocolOptions options = new() { Seed = seed };
        const string reason = "no two patients can be told which failed first";
        return
        [
            new("cIndex", "C-index (Harrell)", Measured(sample.Count, options, rows => HarrellConcordance.Of(At(rows), Of(rows)), reason)),
            new("cIndexIpcw", "C-index (IPCW)", Measured(sample.Count, options, rows => UnoConcordance.Of(At(rows), Of(rows)), reason)),
        ];

        double[] At(int[] rows) => [.. rows.Select(row => risks[sample.Rows[row]])];

        SurvivalSample Of(int[] rows) => new(rows, [.. rows.Select(row => sample.Times[row])], [.. rows.Select(row => sample.Events[row])]);
    }

    /// <param name="probabilities">One a patient, of category 1.</param>
    /// <param name="column">Index of the binary column.</param>
    public static IReadOnlyList<PredictionCheck> OfProbabilities(double[] probabilities, Cohort patients, int column, long seed)
    {
        int[] known = [.. Enumerable.Range(0, patients.Count).Where(row => !double.IsNaN(patients[row, column]))];
        ProtocolOptions options = new() { Seed = seed };
        return
        [
            Check("auc", "AUC", scores => scores.Auc, "a class has fewer than two patients"),
            Check("f1", "F1 at .5", scores => scores.F1, "nobody has the outcome and it is foretold of nobody"),
            Check("accuracy", "accuracy at .5", scores => scores.Accuracy, "nobody's outcome is known"),
            Check("brier", "Brier score", scores => scores.Brier, "nobody's outcome is known"),
            Check("excess", "mean probability less share", scores => scores.Excess, "nobody's outcome is known"),
        ];

        PredictionCheck Check(string name, string title, Func<BinaryScores, double?> metric, string reason) =>
            new(name, title, Measured(known.Length, options, rows => Of(rows) is { } scores ? metric(scores) : null, reason));

        BinaryScores? Of(int[] rows) => BinaryScores.Of(
            [.. rows.Select(row => probabilities[known[row]])], [.. rows.Select(row => patients[known[row], column] == 1)]);
    }

    private static Score Measured(int patients, ProtocolOptions options, Func<int[], double?> metric, string reason)
    {
        if (patients == 0 || metric([.. Enumerable.Range(0, patients)]) is not { } value)
        {
            return Score.None(patients == 0 ? "nobody's outcome is known" : reason);
        }

        if (PatientBootstrap.Replicates(patients, 0, options, metric) is not { } replicates)
        {
            return new Score(value, Note: "too few patients for an interval");
        }

        Estimate estimate = Estimate.Of([new MetricCell(0, 0, value, replicates)], options);
        return new Score(value, estimate.Low, estimate.High);
    }
}
