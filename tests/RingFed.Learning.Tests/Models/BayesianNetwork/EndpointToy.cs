using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Encoding;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

/// <summary>The toy cohort's endpoint with heads as a test wants them: of all covariates only the mutation acts.</summary>
internal static class EndpointToy
{
    public static NetworkShape Shape { get; } = new(new TokenLayout(TableToy.Fit(TableToy.Draw(600, seed: 1)), bins: 8, groups: 4));

    public static int Unit => Shape.Layout.Units.Count - 1;

    public static EndpointTokens Tokens => (EndpointTokens)Shape.Layout.Units[Unit];

    public static EndpointModel Model(double[] censoring, double[] events, double effect) =>
        new(Unit, new SurvivalHead(censoring, Effects(0)), new SurvivalHead(events, Effects(effect)), []);

    private static double[] Effects(double effect)
    {
        double[] effects = new double[Shape.Layout.Offsets[^1]];
        effects[Shape.Layout.Offsets[TableToy.Mutated] + 1] = effect;
        return effects;
    }
}
