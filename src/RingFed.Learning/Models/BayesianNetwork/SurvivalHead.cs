using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// A rate per time bin that covariates multiply (piecewise exponential proportional hazards; Friedman 1982, Ann. Statist. 10(1)):
/// rate(bin, x) = Rates[bin] exp(Σ_units Effects[unit][token]).
/// </summary>
/// <param name="Rates">Per bin, of one that passes through all of it; 0 or more.</param>
/// <param name="Effects">Log hazard ratio per token of all units, numbered through.</param>
internal sealed record SurvivalHead(double[] Rates, double[] Effects)
{
    /// <summary>Log hazard ratios beyond it are cut, so that a record's weight in a sum has a bound.</summary>
    public const double LogRatioMax = 8;

    public static double Ratio(double predictor) => ExactMath.Exp(Math.Clamp(predictor, -LogRatioMax, LogRatioMax));
}

/// <summary>An endpoint of the network: two heads, one that ends in the event and one that ends in censoring.</summary>
/// <param name="Unit">The endpoint's unit.</param>
/// <param name="Places">Per value token <see cref="PlaceCounts.Cells"/> shares of the places within its bin.</param>
internal sealed record EndpointModel(int Unit, SurvivalHead Censoring, SurvivalHead Event, double[] Places)
{
    public ReadOnlySpan<double> PlacesOf(int token) => Places.AsSpan(token * PlaceCounts.Cells, PlaceCounts.Cells);

    public SurvivalHead Head(int flag) => flag == 0 ? Censoring : Event;
}
