using RingFed.Learning.Data;
using RingFed.Learning.Models.Predictors.Covariates;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>Patients with a known endpoint as tensors, the latest time first.</summary>
internal sealed class SurvivalTensors : IDisposable
{
    private readonly double[] _times;

    /// <param name="rows">Their rows in the cohort.</param>
    /// <param name="timeUnit">Times are divided by it.</param>
    public SurvivalTensors(CovariateDesign design, Cohort cohort, EndpointSchema endpoint, IEnumerable<int> rows, double timeUnit)
    {
        int[] order = [.. rows.OrderByDescending(row => cohort[row, endpoint.TimeColumn])];
        Cohort ordered = cohort.Take(order);
        _times = ordered.Column(endpoint.TimeColumn).ToArray();
        using DisposeScope scope = NewDisposeScope();
        Inputs = Rows(design.Encode(ordered), order.Length);
        Observed = Rows(design.Known(ordered), order.Length);
        Times = tensor(_times.Select(time => (float)(time / timeUnit)).ToArray()).DetachFromDisposeScope();
        Events = tensor(ordered.Column(endpoint.EventColumn).ToArray().Select(flag => (float)flag).ToArray()).DetachFromDisposeScope();
    }

    public int Count => _times.Length;

    /// <summary>Standardised covariates, [rows, covariates] float32.</summary>
    public Tensor Inputs { get; }

    /// <summary>1 where a covariate's column has a value, 0 where it is missing, [rows, covariates].</summary>
    public Tensor Observed { get; }

    /// <summary>[rows] float32, descending.</summary>
    public Tensor Times { get; }

    /// <summary>1 for an event, 0 for censoring, [rows] float32.</summary>
    public Tensor Events { get; }

    /// <summary>The last place, in a batch of ascending rows, whose time is that of each place: all up to it are at risk.</summary>
    public long[] LastOfTies(long[] batch)
    {
        long[] last = new long[batch.Length];
        for (int i = batch.Length - 1; i >= 0; i--)
        {
            bool tied = i + 1 < batch.Length && _times[batch[i]] == _times[batch[i + 1]];
            last[i] = tied ? last[i + 1] : i;
        }

        return last;
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Observed.Dispose();
        Times.Dispose();
        Events.Dispose();
    }

    private static Tensor Rows(double[] values, int rows) =>
        tensor(values.Select(value => (float)value).ToArray()).view(rows, rows == 0 ? 0 : values.Length / rows).DetachFromDisposeScope();
}
