namespace RingFed.Learning.Evaluation.Protocol;

/// <summary>A mean over splits and training seeds.</summary>
/// <param name="Low">Lower end of the 95 % interval (<see cref="NestedBootstrap"/>).</param>
/// <param name="High">Upper end.</param>
/// <param name="Cells">Values that it is the mean of; with a single one that has no patient replicates the interval is that value.</param>
public sealed record Estimate(double Mean, double Low, double High, int Cells)
{
    /// <exception cref="ArgumentException">No cells, one of them twice, a value that is not finite, or replicates of another number than the options say.</exception>
    public static Estimate Of(IReadOnlyList<MetricCell> cells, ProtocolOptions options)
    {
        options.Validate();
        if (cells.Count == 0 || cells.DistinctBy(cell => (cell.Split, cell.Seed)).Count() < cells.Count)
        {
            throw new ArgumentException("An estimate needs cells, and of each split and seed one.", nameof(cells));
        }

        if (cells.FirstOrDefault(cell => !IsSound(cell, options)) is { } faulty)
        {
            throw new ArgumentException(
                $"The cell of split {faulty.Split}, seed {faulty.Seed} has a value that is not finite or not {options.Replicates} replicates; leave out what could not be measured.",
                nameof(cells));
        }

        (double low, double high) = NestedBootstrap.Interval(cells, options);
        return new Estimate(NestedBootstrap.Mean(cells), low, high, cells.Count);
    }

    private static bool IsSound(MetricCell cell, ProtocolOptions options) =>
        double.IsFinite(cell.Value)
        && (cell.Replicates is null || (cell.Replicates.Count == options.Replicates && cell.Replicates.All(double.IsFinite)));
}
