using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Does a survival model learnt from one cohort rank the patients of another? Cox with a ridge on every column that
/// is not an outcome, then Harrell's C on the tested cohort. Trained on synthetic rows and tested on the real hold-out
/// this is TSTR; trained on real rows, TRTR, its ceiling.
/// </summary>
internal static class TrainSyntheticTestReal
{
    private const double Ridge = 10;
    private const int EventsMin = 5;

    public static Score Of(Cohort taught, Cohort tested, EndpointSchema endpoint)
    {
        (double[]? risks, string reason) = Risks(taught, tested, endpoint);
        return risks is null ? Score.None(reason)
            : HarrellConcordance.Of(risks, SurvivalSample.Of(tested, endpoint)) is { } value ? new Score(value)
            : Score.None("no pair of hold-out patients can be compared");
    }

    /// <summary>The risk of each tested patient with a known endpoint, in the order of <see cref="SurvivalSample.Of"/>; null with the reason.</summary>
    public static (double[]? Risks, string Reason) Risks(Cohort taught, Cohort tested, EndpointSchema endpoint)
    {
        SurvivalSample sample = SurvivalSample.Of(taught, endpoint);
        if (sample.Events.Count(seen => seen) < EventsMin)
        {
            return (null, $"fewer than {EventsMin} events to learn from");
        }

        CoxDesign design = CoxDesign.Fit(taught, sample.Rows);
        if (design.Covariates == 0)
        {
            return (null, "no column varies in the cohort to learn from");
        }

        double[] coefficients = CoxRegression.Fit(
            design.Of(taught, sample.Rows), design.Covariates, sample.Times, sample.Events, Ridge);
        return (Predictors(design.Of(tested, SurvivalSample.Of(tested, endpoint).Rows), coefficients), "");
    }

    private static double[] Predictors(double[] design, double[] coefficients)
    {
        double[] risks = new double[design.Length / coefficients.Length];
        for (int i = 0; i < design.Length; i++)
        {
            risks[i / coefficients.Length] += design[i] * coefficients[i % coefficients.Length];
        }

        return risks;
    }
}
