using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A cohort as rows of <see cref="VaeLayout"/>. What is missing is 0 beside its token; a category that the ring has too few
/// of has no token either, and adds nothing to the loss.
/// </summary>
internal sealed class VaeRows
{
    private readonly VaeLayout _layout;
    private readonly Cohort _cohort;
    private readonly SeededRandom? _random;
    private readonly bool _holes;
    private readonly float[] _values;

    private VaeRows(VaeLayout layout, Cohort cohort, SeededRandom? random, bool holes)
    {
        (_layout, _cohort, _random, _holes) = (layout, cohort, random, holes);
        _values = new float[(long)cohort.Count * layout.Width];
    }

    /// <param name="random">Draws scores within what rounds to a value; null for the middle, the same each time.</param>
    /// <param name="holes">Values may be missing where the schema allows none, to be imputed: such a place is all zeros, with no token.</param>
    /// <returns>[rows, layout.Width] float32.</returns>
    /// <exception cref="ArgumentException">The cohort has another schema, or a value is missing where none may be.</exception>
    public static float[] Encode(VaeLayout layout, Cohort cohort, SeededRandom? random, bool holes = false)
    {
        if (cohort.Schema.Columns.Count != layout.Schema.Columns.Count)
        {
            throw new ArgumentException("The cohort's schema is not the one that the encoder was fitted for.", nameof(cohort));
        }

        VaeRows rows = new(layout, cohort, random, holes);
        rows.SetNumbers();
        rows.SetCategories();
        rows.SetEndpoints();
        return rows._values;
    }

    private void SetNumbers()
    {
        for (int n = 0; n < _layout.Numbers.Count; n++)
        {
            VaeNumber number = _layout.Numbers[n];
            ReadOnlySpan<double> column = _cohort.Column(number.Scale.Column);
            for (int row = 0; row < column.Length; row++)
            {
                if (SetPresence(row, number.Presence, double.IsNaN(column[row]), number.Scale.Column))
                {
                    At(row, n) = (float)number.Scale.Score(column[row], _random);
                    At(row, _layout.PresentAt + n) = 1;
                }
            }
        }
    }

    private void SetCategories()
    {
        foreach (VaeChoice choice in _layout.Choices.Where(choice => choice.Column >= 0))
        {
            ReadOnlySpan<double> column = _cohort.Column(choice.Column);
            for (int row = 0; row < column.Length; row++)
            {
                bool missing = double.IsNaN(column[row]);
                RequirePresent(row, missing && choice.Missing < 0, choice.Column);
                if (!missing || choice.Missing >= 0)
                {
                    SetToken(row, choice, missing ? choice.Missing : (int)column[row]);
                }
            }
        }
    }

    private void SetEndpoints()
    {
        for (int e = 0; e < _layout.Endpoints.Count; e++)
        {
            VaeEndpoint endpoint = _layout.Endpoints[e];
            ReadOnlySpan<double> times = _cohort.Column(endpoint.Scale.Endpoint.TimeColumn);
            ReadOnlySpan<double> events = _cohort.Column(endpoint.Scale.Endpoint.EventColumn);
            for (int row = 0; row < times.Length; row++)
            {
                if (SetPresence(row, endpoint.Presence, double.IsNaN(times[row]) || double.IsNaN(events[row]), endpoint.Scale.Endpoint.TimeColumn))
                {
                    At(row, _layout.TimeScoresAt + e) = (float)endpoint.Scale.Score(times[row]);
                    At(row, _layout.EventsAt + e) = (float)events[row];
                    At(row, _layout.ObservedAt + e) = 1;
                    At(row, _layout.TauAt + e) = (float)endpoint.Scale.Tau(times[row]);
                    At(row, _layout.CensoredAt + e) = events[row] == 0 && !endpoint.Scale.IsEnd(times[row]) ? 1 : 0;
                }
            }
        }
    }

    /// <returns>Whether there is a value.</returns>
    private bool SetPresence(int row, int presence, bool missing, int column)
    {
        RequirePresent(row, missing && presence < 0, column);
        if (presence >= 0)
        {
            SetToken(row, _layout.Choices[presence], missing ? 1 : 0);
        }

        return !missing;
    }

    private void SetToken(int row, VaeChoice choice, int token)
    {
        if (choice.Shares[token] > 0)
        {
            At(row, _layout.ChoicesAt + choice.Start + token) = 1;
        }
    }

    private void RequirePresent(int row, bool missing, int column)
    {
        if (missing && !_holes)
        {
            throw new ArgumentException($"'{_layout.Schema.Columns[column].Name}' has a missing value in row {row + 1}, which its schema does not allow.");
        }
    }

    private ref float At(int row, int place) => ref _values[((long)row * _layout.Width) + place];
}
