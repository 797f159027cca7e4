using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Clustering;
using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.DeepSurv;
using RingFed.Learning.Models.Predictors.LogisticRegression;
using RingFed.Learning.Models.Predictors.Savae;

namespace RingFed.Daemon.Experiments;

/// <summary>A model and a strategy of a file that cannot go together: no cell, and no failure either.</summary>
internal sealed record InapplicablePair(string Model, string Strategy, string Why);

/// <summary>Which strategies of an experiment mean anything for which of its models.</summary>
internal static class Applicability
{
    private static readonly string[] Predictors = [CoxModel.Name, DeepSurvModel.Name, LogisticModel.Name, SavaeModel.Name];

    /// <summary>Pairs that have no cells, in the file's order.</summary>
    public static IReadOnlyList<InapplicablePair> Of(ExperimentPlan plan, CohortSchema schema) =>
    [
        .. from model in plan.Models
           from strategy in plan.Strategies
           let why = WhyNot(model, strategy, schema)
           where why is not null
           select new InapplicablePair(model.Label, strategy.Label, why),
    ];

    /// <returns>Null where the pair applies.</returns>
    /// <exception cref="ArgumentException">The model's options do not fit the schema.</exception>
    public static string? WhyNot(ModelPlan model, StrategyPlan strategy, CohortSchema schema)
    {
        if (model.Name == HierarchicalMixture.Name)
        {
            return "the model neither draws patients nor predicts: there is nothing to judge";
        }

        if (strategy is { Kind: StrategyKind.SyntheticSharing } && Predictors.Contains((strategy.Generator ?? model).Name))
        {
            return "the model draws no patients that could be shared: name a `generator`";
        }

        return ModelCatalog.PlanOf(model.Name, schema, model.Options).Trains ? null : OfSums(strategy);
    }

    /// <summary>What adds sums up has nothing to merge: all ways to merge would be one arm, which is the plain relay.</summary>
    private static string? OfSums(StrategyPlan strategy) => strategy switch
    {
        { Kind: StrategyKind.Sequential } => "the model is fitted by sums: it has no parameters that could visit silos",
        { Kind: StrategyKind.Relay, Rule: not StrategyPlan.RuleOfItsOwn } or { Kind: StrategyKind.Relay, Proximal: > 0 } =>
            "the model is fitted by sums: nothing is trained or merged, and `kind: relay` is its arm",
        _ => null,
    };
}
