using RingFed.Federation.Aggregation;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>The strategy that a plan names.</summary>
internal static class StrategyCatalog
{
    public static IStrategy Of(StrategyPlan plan)
    {
        IStrategy strategy = plan.Kind switch
        {
            StrategyKind.Isolated => new IsolatedStrategy(),
            StrategyKind.Pooled => new PooledStrategy(),
            StrategyKind.Relay => new RelayStrategy(plan.Rule, plan.Proximal),
            StrategyKind.Sequential => new RelayStrategy(AggregationRules.Sequential, proximal: 0),
            StrategyKind.SyntheticSharing => new SyntheticSharingStrategy(plan.Generator, plan.Filtered),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "no such strategy"),
        };
        return plan.Guard ? new GuardedStrategy(strategy) : strategy;
    }
}
