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
        SurvivalSample sample = SurvivalSample.Of(taught, endpoint);
        if (sample.Events.Count(seen => seen) < EventsMin)
        {
            return Score.None($"fewer than {EventsMin} events to learn from");
        }

        CoxDesign design = CoxDesign.Fit(taught, sample.Rows);
        if (design.Covariates == 0)
        {
            return Score.None("no column varies in the cohort to learn from");
        }

        double[] coefficients = CoxRegression.Fit(
            design.Of(taught, sample.Rows), design.Covariates, sample.Times, sample.Events, Ridge);
        SurvivalSample real = SurvivalSample.Of(tested, endpoint);
        double? concordance = HarrellConcordance.Of(Risks(design.Of(tested, real.Rows), coefficients), real);
        return concordance is { } value ? new Score(value) : Score.None("no pair of hold-out patients can be compared");
    }

    private static double[] Risks(double[] design, double[] coefficients)
    {
        double[] risks = new double[design.Length / coefficients.Length];
        for (int i = 0; i < design.Length; i++)
        {
            risks[i / coefficients.Length] += design[i] * coefficients[i % coefficients.Length];
        }

        return risks;
    }
}
