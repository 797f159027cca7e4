namespace RingFed.Learning.Evaluation.Survival;

/// <summary>Events and patients at risk in two arms at each time with an event, ascending. At equal times events come before censoring.</summary>
internal sealed class TwoArmTable
{
    private TwoArmTable(IReadOnlyList<Row> rows) => Rows = rows;

    public IReadOnlyList<Row> Rows { get; }

    /// <param name="first">Counted in <see cref="Row.Events"/> and <see cref="Row.AtRisk"/> alone.</param>
    public static TwoArmTable Of(SurvivalSample first, SurvivalSample second)
    {
        double[] times = [.. EventTimes(first).Concat(EventTimes(second)).Distinct().Order()];
        (double[] sortedFirst, double[] sortedSecond) = ([.. first.Times.Order()], [.. second.Times.Order()]);
        ILookup<double, double> eventsFirst = EventTimes(first).ToLookup(time => time);
        ILookup<double, double> eventsSecond = EventTimes(second).ToLookup(time => time);
        return new TwoArmTable([.. times.Select(time => new Row(
            eventsFirst[time].Count(),
            eventsFirst[time].Count() + eventsSecond[time].Count(),
            AtRisk(sortedFirst, time),
            AtRisk(sortedFirst, time) + AtRisk(sortedSecond, time)))]);
    }

    private static IEnumerable<double> EventTimes(SurvivalSample sample) =>
        Enumerable.Range(0, sample.Count).Where(i => sample.Events[i]).Select(i => sample.Times[i]);

    /// <summary>Number of times at or after the given one.</summary>
    private static int AtRisk(double[] sorted, double time)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return sorted.Length - low;
    }

    /// <param name="Events">In the first arm.</param>
    /// <param name="AllEvents">In both.</param>
    /// <param name="AtRisk">In the first arm.</param>
    /// <param name="AllAtRisk">In both.</param>
    internal readonly record struct Row(int Events, int AllEvents, int AtRisk, int AllAtRisk);
}
