using RingFed.Learning.Data;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>
/// Rows that are like a receiver's patients, in the space of columns: those no farther (Gower 1971: mean over columns of
/// |a - b| over the declared range, or of unlike categories; missing is unlike anything but missing) from the nearest
/// patient than the 95th percentile of the patients' own nearest distances.
/// </summary>
internal static class NearRows
{
    private const double PatientsWithin = .95;

    /// <summary>At most so many patients are looked at, evenly spread over the cohort, so that cost stays below a second.</summary>
    private const int ComparedMax = 1000;

    public static Cohort Of(Cohort rows, Cohort receiver)
    {
        Cohort patients = receiver.Take([.. Enumerable.Range(0, receiver.Count).Where(row => row % Math.Max(1, (receiver.Count + ComparedMax - 1) / ComparedMax) == 0)]);
        if (patients.Count < 2)
        {
            return rows;
        }

        double[] own = [.. Enumerable.Range(0, patients.Count).Select(row => Nearest(patients, row, patients, row)).Order()];
        double limit = own[(int)(PatientsWithin * (own.Length - 1))];
        return rows.Take([.. Enumerable.Range(0, rows.Count).Where(row => Nearest(rows, row, patients, except: -1) <= limit)]);
    }

    private static double Nearest(Cohort rows, int row, Cohort patients, int except)
    {
        double nearest = double.PositiveInfinity;
        for (int patient = 0; patient < patients.Count; patient++)
        {
            nearest = patient == except ? nearest : Math.Min(nearest, Distance(rows, row, patients, patient));
        }

        return nearest;
    }

    private static double Distance(Cohort a, int rowA, Cohort b, int rowB)
    {
        IReadOnlyList<ColumnSchema> columns = a.Schema.Columns;
        double sum = 0;
        for (int column = 0; column < columns.Count; column++)
        {
            (double left, double right) = (a[rowA, column], b[rowB, column]);
            double range = columns[column].Maximum - columns[column].Minimum;
            sum += double.IsNaN(left) || double.IsNaN(right) ? (double.IsNaN(left) == double.IsNaN(right) ? 0 : 1)
                : columns[column].IsDiscrete || range <= 0 ? (left == right ? 0 : 1)
                : Math.Abs(left - right) / range;
        }

        return sum / columns.Count;
    }
}
