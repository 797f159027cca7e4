using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Protocol;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Evaluation.Uses;

/// <summary>
/// What synthetic patients are asked for in survival work, as groups of metrics that a report has only where they are named, since
/// they take as long as all others: control arms, joining a small silo's patients, telling the same effects.
/// </summary>
internal static class UseGroups
{
    /// <summary>Before the first point of each group's name.</summary>
    public const string Family = "uses";

    private const int ArmMax = 100;
    private const int ArmMin = 10;

    /// <summary>None where the options name none.</summary>
    public static IEnumerable<MetricGroup> For(Cohort holdout, EvaluationOptions options) =>
        GroupNames.AsksForUses(options.Groups) ? holdout.Schema.Endpoints.SelectMany(endpoint => Of(endpoint, holdout, options)) : [];

    private static IEnumerable<MetricGroup> Of(EndpointSchema endpoint, Cohort holdout, EvaluationOptions options)
    {
        yield return Arms(endpoint, holdout, options);
        yield return Effects(endpoint);
        if (options.SmallestSilo is { Count: > 0 } own)
        {
            yield return Gain(endpoint, own, holdout, options);
        }
    }

    private static MetricGroup Arms(EndpointSchema endpoint, Cohort holdout, EvaluationOptions options) => new(
        $"{Family}.controlArms.{endpoint.Name}",
        [MetricCatalog.ControlCoverage(endpoint.Name), MetricCatalog.ControlBias(endpoint.Name)],
        c =>
        {
            Cohort treated = holdout.Take(SurvivalSample.Of(holdout, endpoint).Rows);
            Cohort pool = c.Taught.Take(SurvivalSample.Of(c.Taught, endpoint).Rows);
            int arm = new[] { ArmMax, treated.Count / 2, pool.Count }.Min();
            if (arm < ArmMin)
            {
                Score none = Score.None($"fewer than {2 * ArmMin} hold-out patients or {ArmMin} controls with a known endpoint");
                return [none, none];
            }

            ControlArms arms = ControlArms.Of(treated, pool, endpoint, new ControlArmOptions { ArmSize = arm, Seed = options.Seed, Threads = options.Threads });
            string? note = arms.TrialsWithout > 0 ? $"{arms.TrialsWithout} trials had no finite ratio" : null;
            return [arms.Coverage with { Note = note }, arms.Bias];
        });

    private static MetricGroup Effects(EndpointSchema endpoint) => new(
        $"{Family}.effects.{endpoint.Name}",
        [MetricCatalog.HazardCorrelation(endpoint.Name), MetricCatalog.HazardSigns(endpoint.Name), MetricCatalog.Optimism(endpoint.Name)],
        c =>
        {
            HazardAgreement? agreement = HazardAgreement.Of(c.Reference, c.Compared, endpoint);
            const string few = "fewer than five events, or no covariate that varies";
            return
            [
                agreement is null ? Score.None(few) : Told(agreement.Correlation, "all effects are alike"),
                agreement is null ? Score.None(few) : Told(agreement.SignAgreement, "no covariate has an effect"),
                SurvivalOptimism.Of(SurvivalSample.Of(c.Reference, endpoint), SurvivalSample.Of(c.Compared, endpoint)),
            ];
        });

    private static MetricGroup Gain(EndpointSchema endpoint, Cohort own, Cohort holdout, EvaluationOptions options) => new(
        $"{Family}.augmentation.{endpoint.Name}",
        [MetricCatalog.AugmentationGain(endpoint.Name)],
        c =>
        {
            Augmentation both = Augmentation.Of(own, c.Taught, holdout, endpoint, new ProtocolOptions { Seed = options.Seed });
            return [both.Gain is { Difference: var gain }
                ? new Score(gain.Mean, gain.Low, gain.High, Note: FormattableString.Invariant($"C {both.Real.Value:0.000} alone, {both.Both.Value:0.000} joined, {own.Count} patients"))
                : Score.None(both.Real.Reason ?? both.Both.Reason ?? "too few hold-out patients for an interval")];
        });

    private static Score Told(double? value, string reason) => value is { } told ? new Score(told) : Score.None(reason);
}
