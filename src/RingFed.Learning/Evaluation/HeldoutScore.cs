using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Fidelity;
using RingFed.Learning.Models;

namespace RingFed.Learning.Evaluation;

/// <summary>
/// One number for how alike a model's rows are to patients that no model of this silo was trained on: the mean of shape and
/// trend (as in the report), in 0 to 1, 1 being alike. It compares models of one silo with each other, under one seed, and
/// nothing else: it has no floor and no ceiling, and a silo's patients are not everyone's.
/// </summary>
public static class HeldoutScore
{
    /// <summary>Rows drawn: beside so many the noise of the few patients is what is left.</summary>
    private const int RowsDrawn = 1_000;

    /// <returns>0 for a model that cannot draw what the schema allows.</returns>
    public static double Of(IGenerativeModel model, Cohort heldout, long seed, CancellationToken cancellationToken)
    {
        Cohort drawn;
        try
        {
            drawn = model.Sample(new SampleRequest(RowsDrawn, seed, []), cancellationToken);
        }
        catch (UnsatisfiableConditionException)
        {
            return 0;
        }

        double?[] scores = [ShapeScore.Of(heldout, drawn).Value, TrendScore.Of(heldout, drawn).Value];
        return scores.Where(score => score is not null).Average() ?? 0;
    }
}
