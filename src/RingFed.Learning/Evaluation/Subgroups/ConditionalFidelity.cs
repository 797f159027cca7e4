using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Detection;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Sampling;

namespace RingFed.Learning.Evaluation.Subgroups;

/// <summary>
/// Rows drawn under conditions: do they meet them, and are they like the patients who do? A generator that overwrites a
/// column meets every condition and is found out by detection inside the subset.
/// </summary>
/// <param name="Hits">Share of drawn rows that meet all conditions; 1 is demanded.</param>
/// <param name="Detection">As in the report (<see cref="DetectionScore"/>), real patients and drawn rows both taken from the subset; needs 50 real ones.</param>
/// <param name="RealRows">Training and hold-out patients who meet the conditions.</param>
public sealed record ConditionalFidelity(Score Hits, Score Detection, int RealRows)
{
    public static ConditionalFidelity Of(
        Cohort train, Cohort holdout, Cohort drawn, IReadOnlyList<SampleCondition> conditions, long seed, int threads)
    {
        (Cohort realTrain, Cohort realHoldout, Cohort hits) = (Meeting(train, conditions), Meeting(holdout, conditions), Meeting(drawn, conditions));
        int real = realTrain.Count + realHoldout.Count;
        return new ConditionalFidelity(
            drawn.Count == 0 ? Score.None("no row was drawn") : new Score((double)hits.Count / drawn.Count),
            real < SubgroupFidelity.RealRowsMin
                ? Score.None($"{real} real patients meet the conditions (at least {SubgroupFidelity.RealRowsMin})")
                : DetectionScore.Of(realTrain, realHoldout, hits, seed, threads).Larger,
            real);
    }

    private static Cohort Meeting(Cohort cohort, IReadOnlyList<SampleCondition> conditions) => cohort.Take(
        [.. Enumerable.Range(0, cohort.Count).Where(row => conditions.All(condition => ConditionCheck.Holds(condition, cohort[row, condition.Column])))]);
}
