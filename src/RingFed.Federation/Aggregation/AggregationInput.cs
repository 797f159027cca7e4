namespace RingFed.Federation.Aggregation;

/// <summary>The updates of one round as rules see them: screened, step-normalised, in roster order.</summary>
/// <param name="Updates">
/// One [layout count] float32 vector a silo, the differences from the last agreed aggregate. Finite: screening comes
/// first, and what a rule makes of NaN is not specified.
/// </param>
/// <param name="Weights">Records behind each update, as the silo claims; above 0. Only weighted rules read them.</param>
/// <param name="Layout">Where each tensor begins; distances are scaled per tensor.</param>
/// <param name="Threads">Threads to use, at least 1. The result does not depend on it.</param>
public sealed record AggregationInput(
    UpdateVector[] Updates, double[] Weights, ParameterLayout Layout, int Threads)
{
    /// <summary>Place among the updates of the silo whose turn it is; only <see cref="AggregationRules.Sequential"/> reads it.</summary>
    public int Turn { get; init; }

    /// <summary>
    /// For each tensor, every update's squared length, where screening has measured them already; null, and a rule that
    /// decides by lengths reads the updates once more.
    /// </summary>
    internal (TensorLayout Tensor, double[] Squares)[]? SquaredLengths { get; init; }

    /// <exception cref="AggregationException">Counts or lengths disagree, or a weight is not a positive number.</exception>
    internal void RequireShape(int silos, int destinationLength)
    {
        Require(Updates.Length == silos, $"The rule was made for {silos} updates and got {Updates.Length}.");
        Require(Weights.Length == silos, $"There are {silos} updates and {Weights.Length} weights; give one weight an update.");
        Require(
            destinationLength == Layout.Count,
            $"The destination holds {destinationLength} values and the layout {Layout.Count}; give one value a parameter.");
        Require(Threads >= 1, $"{Threads} threads cannot aggregate; give at least 1.");
        for (int silo = 0; silo < silos; silo++)
        {
            Require(
                Updates[silo].Length == Layout.Count,
                $"Update {silo} holds {Updates[silo].Length} values and the layout {Layout.Count}; screen updates first.");
            Require(
                double.IsFinite(Weights[silo]) && Weights[silo] > 0,
                $"Update {silo} has weight {Weights[silo]}; weights are finite and above 0.");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new AggregationException(AggregationFault.InputShape, otherwise);
        }
    }
}
