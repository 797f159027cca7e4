using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Cox's proportional hazards on records at hand, with Breslow's handling of ties and a ridge: maximises
/// Σ_events [x_i·β - log Σ_{t_j >= t_i} exp(x_j·β)] - ridge/2 ‖β‖² by Newton with step-halving. The penalised
/// likelihood is concave, so the fit is unique, also with more covariates than events or redundant ones.
/// </summary>
internal static class CoxRegression
{
    private const int PointsMax = 50;

    /// <param name="design">Row-major, <c>[times x covariates]</c>, finite, standardised for the ridge to mean the same to all.</param>
    /// <param name="ridge">Strength of the penalty, above 0, in units of one event's information on a standardised covariate.</param>
    /// <returns>Log hazard ratios, one a covariate.</returns>
    public static double[] Fit(double[] design, int covariates, double[] times, bool[] events, double ridge)
    {
        CoxLikelihood likelihood = new(design, covariates, times, events, CoxTies.Breslow);
        NewtonSearch search = new([.. Enumerable.Repeat(ridge, covariates)]);
        for (int point = 0; point < PointsMax && !search.IsDone; point++)
        {
            search.Tell(likelihood.At(search.Candidate));
        }

        return search.Candidate;
    }
}
