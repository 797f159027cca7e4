using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Do two cohorts tell the same effects? Log hazard ratios of one Cox model (ridge 1, covariates and their scale those of
/// the real cohort) fitted to each, compared over the covariates.
/// </summary>
/// <param name="Covariates">How many were compared.</param>
/// <param name="Correlation">Pearson's, in -1..1; null where either cohort's effects are all alike.</param>
/// <param name="MeanDifference">Mean |Δ| of the log hazard ratio of one deviation.</param>
/// <param name="SignAgreement">Share of the real cohort's |log hazard ratio| whose sign the other shares, in 0..1; null where all are 0.</param>
internal sealed record HazardAgreement(int Covariates, double? Correlation, double MeanDifference, double? SignAgreement)
{
    private const double Ridge = 1;
    private const int EventsMin = 5;

    /// <returns>Null with fewer than five events in a cohort, or no covariate that varies.</returns>
    public static HazardAgreement? Of(Cohort real, Cohort candidate, EndpointSchema endpoint)
    {
        (SurvivalSample known, SurvivalSample other) = (SurvivalSample.Of(real, endpoint), SurvivalSample.Of(candidate, endpoint));
        CoxDesign design = CoxDesign.Fit(real, known.Rows);
        if (Math.Min(known.Events.Count(seen => seen), other.Events.Count(seen => seen)) < EventsMin || design.Covariates == 0)
        {
            return null;
        }

        return Compare(Effects(design, real, known), Effects(design, candidate, other));
    }

    private static double[] Effects(CoxDesign design, Cohort cohort, SurvivalSample sample) =>
        CoxRegression.Fit(design.Of(cohort, sample.Rows), design.Covariates, sample.Times, sample.Events, Ridge);

    private static HazardAgreement Compare(double[] real, double[] other)
    {
        double size = real.Sum(Math.Abs);
        double shared = real.Zip(other).Where(pair => pair.First * pair.Second > 0).Sum(pair => Math.Abs(pair.First));
        return new HazardAgreement(
            real.Length,
            Correlate(real, other),
            real.Zip(other).Average(pair => Math.Abs(pair.First - pair.Second)),
            size > 0 ? shared / size : null);
    }

    private static double? Correlate(double[] a, double[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double product = a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB));
        double squares = a.Sum(value => (value - meanA) * (value - meanA)) * b.Sum(value => (value - meanB) * (value - meanB));
        return squares > 0 ? product / Math.Sqrt(squares) : null;
    }
}
