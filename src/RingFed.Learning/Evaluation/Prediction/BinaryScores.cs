using RingFed.Learning.Evaluation.Detection;

namespace RingFed.Learning.Evaluation.Prediction;

/// <summary>How good probabilities of a yes-or-no outcome are.</summary>
/// <param name="Auc">Area under the ROC curve; null where a class has fewer than two patients.</param>
/// <param name="F1">2 hits / (calls + positives); null where nobody has the outcome and it is called of nobody.</param>
/// <param name="Accuracy">Share of right calls.</param>
/// <param name="Brier">Mean squared distance between probability and outcome (Brier 1950), 0..1, lower is better.</param>
/// <param name="Excess">Mean probability less share of positives: calibration in the large, 0 is ideal.</param>
public sealed record BinaryScores(double? Auc, double? F1, double Accuracy, double Brier, double Excess)
{
    /// <summary>A probability of this or more is called positive.</summary>
    public const double Threshold = .5;

    /// <param name="probabilities">Finite; one a patient.</param>
    /// <returns>Null without patients.</returns>
    public static BinaryScores? Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, double threshold = Threshold)
    {
        if (probabilities.Length == 0)
        {
            return null;
        }

        int positives = labels.Count(true);
        (int hits, int calls, int right) = (0, 0, 0);
        (double squares, double sum) = (0, 0);
        for (int i = 0; i < probabilities.Length; i++)
        {
            bool called = probabilities[i] >= threshold;
            double miss = probabilities[i] - (labels[i] ? 1 : 0);
            hits += called && labels[i] ? 1 : 0;
            calls += called ? 1 : 0;
            right += called == labels[i] ? 1 : 0;
            squares += miss * miss;
            sum += miss;
        }

        double count = probabilities.Length;
        return new BinaryScores(
            Detection.Auc.Of(probabilities, labels)?.Value,
            calls + positives == 0 ? null : 2.0 * hits / (calls + positives),
            right / count,
            squares / count,
            sum / count);
    }
}
