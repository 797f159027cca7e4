using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>All patients in one place: the bound that a ring is measured by, and what no ring of daemons does.</summary>
internal sealed class PooledStrategy : IStrategy
{
    private const string Name = "pooled";

    public ArmResult Run(Arm arm, CancellationToken stop)
    {
        IRingModel model = IsolatedStrategy.Alone(arm, new ArmSilo(Name, arm.Pooled()), stop);
        return new ArmResult([.. arm.Silos.Select(_ => model)]) { IsOfOnePlace = true };
    }
}
