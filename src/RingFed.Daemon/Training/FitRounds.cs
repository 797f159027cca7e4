using RingFed.Federation.Masking;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Clustering;
using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.DeepSurv;
using RingFed.Learning.Models.Predictors.LogisticRegression;
using RingFed.Learning.Models.Predictors.Savae;

namespace RingFed.Daemon.Training;

/// <summary>The rounds that a model's plan needs on the ring.</summary>
internal static class FitRounds
{
    /// <summary>The encoder's sum, which comes before all others.</summary>
    private const int EncoderSums = 1;

    /// <summary>Models that draw no patients; one that the list lacks is refused in the first round.</summary>
    private static readonly HashSet<string> _drawless = [CoxModel.Name, DeepSurvModel.Name, LogisticModel.Name, SavaeModel.Name, HierarchicalMixture.Name];

    /// <summary>Rounds of training whose parameters are added up masked: all of them under exchange kind masked-sum, else none.</summary>
    public static int MeansOf(FitPlan plan, FederationTopology topology) =>
        plan.Trains && topology.Exchange.Kind == ExchangeKind.MaskedSum ? topology.Exchange.Rounds : 0;

    /// <summary>Most sums, those before training, of training and after it together.</summary>
    /// <param name="means"><see cref="MeansOf"/>.</param>
    public static int SumsOf(FitPlan plan, int means = 0) => EncoderSums + plan.SumsBefore + means + plan.SumsAfter;

    /// <summary>With means in one phase all of the fit: one program, whose silos are fixed once, and no rounds kept for repeats between them.</summary>
    public static int OpeningOf(FitPlan plan, int means = 0) =>
        MaskingCaps.RoundsFor(means > 0 ? SumsOf(plan, means) : EncoderSums + plan.SumsBefore);

    public static int ClosingOf(FitPlan plan, int means = 0) => means > 0 ? 0 : MaskingCaps.RoundsFor(plan.SumsAfter);

    /// <summary>Whether there are rounds of parameters.</summary>
    public static bool Trains(FitPlan plan, int means = 0) => plan.Trains && means == 0;

    public static RoundPhases PhasesOf(FitPlan plan, FederationTopology topology)
    {
        int means = MeansOf(plan, topology);
        return new(OpeningOf(plan, means), Trains(plan, means) ? topology.Exchange.Rounds : 0, ClosingOf(plan, means));
    }

    /// <returns>Why the exchange cannot carry the model, for operators; null when it can.</returns>
    public static string? FaultOf(string model, FitPlan plan, ExchangeKind exchange) => (exchange, plan) switch
    {
        (ExchangeKind.Neighbour, { Trains: false }) => $"the model '{model}' is made by sums over the ring alone, and exchange kind neighbour is a way to train: write kind: relay",
        (ExchangeKind.Neighbour, { SumsAfter: > 0 }) => $"the model '{model}' is fitted by sums after training, from parameters that all silos agree on, and in exchange kind neighbour they agree on none: write kind: relay",
        (ExchangeKind.Sharing, _) when _drawless.Contains(model) => $"the model '{model}' draws no patients, and in exchange kind sharing drawn ones are given to the others: take a generator, or write kind: relay",
        _ => null,
    };
}
