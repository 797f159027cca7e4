using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Predictors.Newton;

/// <summary>
/// Newton's method over a ring: one masked sum of counts and moments, then one a point. Every silo asks for the same
/// points, since each follows from the totals before it, and ends with the same bits.
/// </summary>
internal static class RingNewton
{
    /// <summary>Points asked for at most. Well-posed fits take 5 to 9.</summary>
    public const int PointsMax = 30;

    /// <summary>Sums asked for at most.</summary>
    public const int SumsMax = 1 + PointsMax;

    /// <summary>Numbers are rounded to 2^-44 before they are added: 6e-14.</summary>
    private const int ScaleBits = 44;

    /// <exception cref="InvalidOperationException">The ring knows too little, or the likelihood has no maximum (separation).</exception>
    public static async Task<double[]> FitAsync(INewtonProblem problem, IRingSum ring, CancellationToken cancellationToken)
    {
        double[] summary = await SumAsync(
            ring, $"{problem.Name}/summary", problem.Summary(), problem.SummaryTerms,
            "Count what a predictor can learn from, and the moments of its covariates.", cancellationToken).ConfigureAwait(false);
        double[] ridges = problem.Begin(summary);
        NewtonSearch search = new(ridges);
        for (int point = 0; point < PointsMax && !search.IsDone; point++)
        {
            double[] numbers = await SumAsync(
                ring, $"{problem.Name}/{point}", problem.At(search.Candidate).ToNumbers(), Possible(problem, search.Candidate),
                "One Newton step of a predictor: value, gradient and information of its likelihood.", cancellationToken).ConfigureAwait(false);
            search.Tell(NewtonPoint.FromNumbers(numbers, ridges.Length));
        }

        return search.IsDone && !search.IsFlat ? search.Candidate : throw NoMaximum(problem);
    }

    private static async Task<double[]> SumAsync(
        IRingSum ring, string name, double[] numbers, NewtonTerms terms, string purpose, CancellationToken cancellationToken)
    {
        RingTotal total = await ring.SumAsync(
            StatisticQuery.OfReals(
                name, numbers, terms.SensitivityL1, terms.SensitivityL2, (long)Math.Ceiling(terms.Bound), ScaleBits,
                EncoderFit.MinimumCount, purpose),
            cancellationToken).ConfigureAwait(false);
        return total.Reals(ScaleBits);
    }

    /// <summary>A search that runs away leaves what can be declared.</summary>
    private static NewtonTerms Possible(INewtonProblem problem, double[] at)
    {
        NewtonTerms terms = problem.TermsAt(at);
        return terms.Bound < long.MaxValue / 2 && double.IsFinite(terms.SensitivityL1) ? terms : throw NoMaximum(problem);
    }

    private static InvalidOperationException NoMaximum(INewtonProblem problem) => new(
        $"The fit of {problem.Name} has no maximum: some covariates tell the outcomes of all records apart (separation), so their effect grows without end. Set the option 'ridge' above 0, or name fewer covariates.");
}
