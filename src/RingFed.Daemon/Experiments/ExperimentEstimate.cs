namespace RingFed.Daemon.Experiments;

/// <summary>How long the remaining cells will take: each as long as cells of its arm have, or as cells have on average.</summary>
/// <param name="jobs">Cells that run side by side.</param>
internal sealed class ExperimentEstimate(int jobs)
{
    private readonly Dictionary<(string Model, string Strategy), (int Cells, TimeSpan Sum)> arms = [];

    public void Took(CellPlan cell, TimeSpan time)
    {
        (int cells, TimeSpan sum) = arms.GetValueOrDefault(ArmOf(cell));
        arms[ArmOf(cell)] = (cells + 1, sum + time);
    }

    /// <returns>Null when nothing was measured yet.</returns>
    public TimeSpan? Of(IEnumerable<CellPlan> remaining)
    {
        if (arms.Count == 0)
        {
            return null;
        }

        TimeSpan usual = arms.Values.Aggregate(TimeSpan.Zero, (sum, arm) => sum + arm.Sum) / arms.Values.Sum(arm => arm.Cells);
        return 1.0 / jobs * remaining.Aggregate(TimeSpan.Zero, (sum, cell) => sum + (arms.TryGetValue(ArmOf(cell), out (int Cells, TimeSpan Sum) arm) ? arm.Sum / arm.Cells : usual));
    }

    private static (string, string) ArmOf(CellPlan cell) => (cell.Model.Label, cell.Strategy.Label);
}
