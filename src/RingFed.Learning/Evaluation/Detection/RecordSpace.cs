using System.Numerics;
using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Detection;

/// <summary>
/// Patients as points whose city-block distance is Gower's (Gower 1971), summed over columns: |a - b| over the
/// column's 1st to 99th percentile range for numbers, 1 for different categories. Missing against missing is 0;
/// missing against a number is between .5 and 1, for it stands mid-range with a flag half a range away; missing
/// against a category is 1.
/// </summary>
internal sealed class RecordSpace
{
    private const double Half = .5;

    private readonly (double Low, double Range)[] _scales;
    private readonly CohortSchema _schema;
    private readonly int[] _offsets;

    /// <param name="reference">Real rows that give the numeric ranges.</param>
    public RecordSpace(Cohort reference)
    {
        _schema = reference.Schema;
        _scales = [.. _schema.Columns.Select((column, c) => column.IsDiscrete ? default : Scale(reference.Column(c)))];
        _offsets = new int[_schema.Columns.Count + 1];
        for (int c = 0; c < _schema.Columns.Count; c++)
        {
            ColumnSchema column = _schema.Columns[c];
            _offsets[c + 1] = _offsets[c] + (column.IsDiscrete ? column.Categories.Count + 1 : 2);
        }
    }

    /// <summary>One point a row; lengths are padded to whole vectors with zeros.</summary>
    public float[][] Points(Cohort cohort)
    {
        int lanes = Vector<float>.Count;
        int length = (_offsets[^1] + lanes - 1) / lanes * lanes;
        float[][] points = new float[cohort.Count][];
        for (int row = 0; row < points.Length; row++)
        {
            float[] point = points[row] = new float[length];
            for (int c = 0; c < _scales.Length; c++)
            {
                Place(point.AsSpan(_offsets[c]), c, cohort[row, c]);
            }
        }

        return points;
    }

    public static float Distance(float[] a, float[] b)
    {
        Vector<float> sum = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i += Vector<float>.Count)
        {
            sum += Vector.Abs(new Vector<float>(a, i) - new Vector<float>(b, i));
        }

        return Vector.Sum(sum);
    }

    private void Place(Span<float> slots, int column, double value)
    {
        if (_schema.Columns[column].IsDiscrete)
        {
            slots[double.IsNaN(value) ? _schema.Columns[column].Categories.Count : (int)value] = (float)Half;
            return;
        }

        bool missing = double.IsNaN(value);
        slots[0] = (float)(missing ? Half : (value - _scales[column].Low) / _scales[column].Range);
        slots[1] = (float)(missing ? Half : 0);
    }

    /// <summary>A column without spread has range 1: any other value is then as far as it is away.</summary>
    private static (double Low, double Range) Scale(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values.ToArray().Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0)
        {
            return (0, 1);
        }

        double low = sorted[(int)(.01 * (sorted.Length - 1))];
        double range = sorted[(int)Math.Ceiling(.99 * (sorted.Length - 1))] - low;
        return (low, range > 0 ? range : 1);
    }
}
