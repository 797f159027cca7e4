using MathNet.Numerics.LinearAlgebra;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Cox's proportional hazards (Cox 1972) with Breslow's handling of ties and a ridge: maximises
/// Σ_events [x_i·β - log Σ_{t_j >= t_i} exp(x_j·β)] - ridge/2 ‖β‖² by Newton with step-halving. The penalised
/// likelihood is concave, so the fit is unique, also with more covariates than events or redundant ones.
/// </summary>
internal static class CoxRegression
{
    private const int IterationsMax = 30;
    private const int HalvingsMax = 12;
    private const double Tolerance = 1e-10;

    /// <param name="design">Row-major, <c>[times x covariates]</c>, finite, standardised for the ridge to mean the same to all.</param>
    /// <param name="ridge">Strength of the penalty, above 0, in units of one event's information on a standardised covariate.</param>
    /// <returns>Log hazard ratios, one a covariate.</returns>
    public static double[] Fit(double[] design, int covariates, double[] times, bool[] events, double ridge)
    {
        CoxLikelihood likelihood = new(design, covariates, times, events, ridge);
        Vector<double> coefficients = Vector<double>.Build.Dense(covariates);
        CoxPoint point = likelihood.At(coefficients);
        for (int iteration = 0; iteration < IterationsMax; iteration++)
        {
            // LU, not Cholesky: rounding may cost definiteness on badly scaled rows, and a step that does not climb is refused.
            Vector<double> step = point.Information.LU().Solve(point.Gradient);
            double before = point.Value;
            (coefficients, point) = Advance(likelihood, coefficients, step, point);
            if (point.Value - before <= Tolerance * (1 + Math.Abs(before)))
            {
                break;
            }
        }

        return coefficients.ToArray();
    }

    private static (Vector<double> Coefficients, CoxPoint Point) Advance(
        CoxLikelihood likelihood, Vector<double> from, Vector<double> step, CoxPoint current)
    {
        for (int halving = 0; halving < HalvingsMax; halving++)
        {
            Vector<double> to = from + step;
            CoxPoint point = likelihood.At(to);
            if (point.Value >= current.Value)
            {
                return (to, point);
            }

            step *= .5;
        }

        return (from, current);
    }
}
