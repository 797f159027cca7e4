using RingFed.Federation.Masking;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Training;

/// <summary>The rounds that a model's plan needs on the ring.</summary>
internal static class FitRounds
{
    /// <summary>The encoder's sum, which comes before all others.</summary>
    private const int EncoderSums = 1;

    /// <summary>Most sums, those before training and those after it together.</summary>
    public static int SumsOf(FitPlan plan) => EncoderSums + plan.SumsBefore + plan.SumsAfter;

    public static int OpeningOf(FitPlan plan) => MaskingCaps.RoundsFor(EncoderSums + plan.SumsBefore);

    public static int ClosingOf(FitPlan plan) => MaskingCaps.RoundsFor(plan.SumsAfter);

    public static RoundPhases PhasesOf(FitPlan plan, FederationTopology topology) =>
        new(OpeningOf(plan), plan.Trains ? topology.Exchange.Rounds : 0, ClosingOf(plan));

    /// <returns>Why the exchange cannot carry the model, for operators; null when it can.</returns>
    public static string? FaultOf(string model, FitPlan plan, ExchangeKind exchange) => (exchange, plan) switch
    {
        (ExchangeKind.Neighbour, { Trains: false }) => $"the model '{model}' is made by sums over the ring alone, and exchange kind neighbour is a way to train: write kind: relay",
        (ExchangeKind.Neighbour, { SumsAfter: > 0 }) => $"the model '{model}' is fitted by sums after training, from parameters that all silos agree on, and in exchange kind neighbour they agree on none: write kind: relay",
        _ => null,
    };
}
