using RingFed.Learning.Data;
using RingFed.Learning.Data.Partitioning;
using RingFed.Learning.Data.Simulated;

namespace RingFed.Daemon.Experiments.Cohorts;

/// <summary>Cohorts that are drawn: SIMULATED, by the name that an experiment file gives them.</summary>
internal static class SimulatedCohorts
{
    /// <summary>The simulator that draws silos of given sizes.</summary>
    public const string OfSizes = "mds";

    private static readonly Dictionary<string, Func<CohortPlan, IReadOnlyList<Cohort>>> Simulators = new()
    {
        [OfSizes] = Mds,
        ["sickle"] = Sickle,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Simulators.Keys];

    /// <summary>One cohort a silo where the plan has sizes, else one.</summary>
    public static IReadOnlyList<SiloCohort> Draw(CohortPlan plan) =>
        [.. Simulators[plan.Simulate!](plan).Select((cohort, silo) => new SiloCohort($"silo-{silo + 1}", cohort))];

    private static IReadOnlyList<Cohort> Mds(CohortPlan plan) => MdsSimulator.Draw(new MdsSimulationOptions
    {
        Patients = plan.Patients,
        Silos = Math.Max(1, plan.Sizes.Count),
        Sizes = plan.Sizes.Count > 0 ? plan.Sizes : null,
        Skew = plan.Skew,
        Seed = plan.Seed,
    });

    private static IReadOnlyList<Cohort> Sickle(CohortPlan plan) => SickleSimulator.Draw(new SickleSimulationOptions
    {
        Patients = plan.Patients,
        Silos = 1,
        Skew = plan.Skew,
        Seed = plan.Seed,
    });
}
