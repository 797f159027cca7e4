using System.Runtime.InteropServices;
using RingFed.Learning.Data;

namespace RingFed.Learning.Models.Sampling;

/// <summary>
/// Draws until enough rows hold every condition and every constraint of the schema. Rows that do not are drawn again,
/// never mended: overwriting one column would break its dependence on the others.
/// </summary>
public sealed class RejectionSampler(CohortSchema schema, ConditionPlan plan)
{
    /// <summary>A request that needs more tries a row than this is refused by name.</summary>
    public const int TriesPerRowMax = 1_000;

    /// <summary>Rows generated at once: enough to keep the processor busy, few enough to stay in its cache.</summary>
    public const int RowsAtOnceMax = 512;

    private const int RowsAtOnceMin = 64;

    private readonly long[] _broken = new long[plan.Conditions.Count];
    private readonly List<Cohort> _kept = [];
    private int _keptRows;

    /// <summary>Rows generated so far.</summary>
    public long Drawn { get; private set; }

    /// <summary>Rows generated so far that broke a condition or a constraint.</summary>
    public long Rejected { get; private set; }

    /// <param name="draw">Generates the given number of rows.</param>
    /// <returns>Exactly <paramref name="rows"/> rows.</returns>
    /// <exception cref="UnsatisfiableConditionException">More than <see cref="TriesPerRowMax"/> tries a row were needed.</exception>
    public Cohort Fill(int rows, Func<int, Cohort> draw, CancellationToken cancellationToken)
    {
        while (_keptRows < rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Drawn >= (long)rows * TriesPerRowMax)
            {
                throw new UnsatisfiableConditionException(Refusal(rows));
            }

            Keep(draw(NextSize(rows)), rows);
        }

        return Cohort.Concatenate(_kept);
    }

    private int NextSize(int rows)
    {
        double yield = Drawn == 0 ? 1 : Math.Max(_keptRows, 1) / (double)Drawn;
        return (int)Math.Clamp(1.1 * (rows - _keptRows) / yield, RowsAtOnceMin, RowsAtOnceMax);
    }

    private void Keep(Cohort drawn, int rows)
    {
        List<int> kept = [];
        for (int row = 0; row < drawn.Count; row++)
        {
            int broken = plan.FirstBroken(drawn, row);
            if (broken >= 0)
            {
                _broken[broken]++;
            }
            else if (schema.Constraints.All(constraint => constraint.Holds(drawn, row)))
            {
                kept.Add(row);
            }
        }

        Drawn += drawn.Count;
        Rejected += drawn.Count - kept.Count;
        int wanted = Math.Min(kept.Count, rows - _keptRows);
        if (wanted > 0)
        {
            _kept.Add(drawn.Take(CollectionsMarshal.AsSpan(kept)[..wanted]));
            _keptRows += wanted;
        }
    }

    private string Refusal(int rows)
    {
        int worst = Array.IndexOf(_broken, _broken.DefaultIfEmpty().Max());
        string cause = _broken.Length > 0 && _broken[worst] > 0
            ? $"'{plan.Describe(worst)}' failed {_broken[worst]} times"
            : "the schema's constraints failed every time";
        return $"{_keptRows} of {rows} rows after {Drawn} tries: {cause}. Ask for fewer conditions at once or a wider range, or train longer.";
    }
}
