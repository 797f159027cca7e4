using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>
/// A weighted sample without replacement of rows that come one by one (Efraimidis and Spirakis 2006, Inf. Process. Lett.
/// 97(5), A-Res): those with the largest ln(u)/weight.
/// </summary>
internal sealed class RowReservoir(int rowsMax)
{
    private readonly PriorityQueue<double[], double> _rows = new();

    public void Offer(double[][] columns, int row, double weight, SeededRandom random)
    {
        double key = -random.Exponential() / weight;
        if (_rows.Count < rowsMax)
        {
            _rows.Enqueue([.. columns.Select(column => column[row])], key);
        }
        else if (_rows.TryPeek(out _, out double least) && key > least)
        {
            _rows.DequeueEnqueue([.. columns.Select(column => column[row])], key);
        }
    }

    /// <summary>At most so many rows, the best keys.</summary>
    public IReadOnlyList<double[]> Best(int rows)
    {
        while (_rows.Count > rows)
        {
            _rows.Dequeue();
        }

        return [.. _rows.UnorderedItems.Select(item => item.Element)];
    }
}
