using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>Fits a network by sums over the ring: all pairs, a level of the trees each, then the endpoints.</summary>
internal static class NetworkFit
{
    /// <summary>
    /// k of the tables: contexts have at least <see cref="EncoderFit.MinimumCount"/> records, but their cells are used however small.
    /// Splits that leave no cell below ten halve the dependence between genes (φ-slope .92 to .45 on AML; .78 where empty cells
    /// are allowed), so that is not promised.
    /// </summary>
    public const int CellsUsedFrom = 1;

    /// <summary>Most sums asked for.</summary>
    public static int SumsMax(CohortSchema schema, BayesianNetworkOptions options) =>
        1 + Math.Max(0, options.Parents - 1) + (SurvivalFit.Sums * schema.Endpoints.Count);

    public static async Task<FittedNetwork> FitAsync(
        NetworkShape shape, BayesianNetworkOptions options, Cohort cohort, IRingSum ring, CancellationToken cancellationToken)
    {
        SumNames names = new(shape.Layout.Encoder);
        int[][] tokens = shape.Layout.Encode(cohort);
        PairTables pairs = await PairTables.SumAsync(shape.Layout, tokens, ring, names, cancellationToken).ConfigureAwait(false);
        int[] order = UnitOrder.Of(shape, pairs);
        ShareTree[] trees = await TreeGrowth.GrowAsync(shape, order, options, pairs, tokens, ring, names, cancellationToken).ConfigureAwait(false);
        List<EndpointModel> endpoints = [];
        foreach (int unit in shape.Endpoints)
        {
            endpoints.Add(await SurvivalFit.FitAsync(
                shape, unit, pairs, tokens, ((EndpointTokens)shape.Layout.Units[unit]).PlacesOf(cohort), options.Ridge, ring, names, cancellationToken).ConfigureAwait(false));
        }

        return new FittedNetwork(shape, order, trees, [.. endpoints]);
    }
}
