using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding.Tokens;

/// <summary>
/// A survival endpoint: token = event flag x <see cref="TimeBins"/> + time bin, as in <see cref="EndpointEncoding"/>; missing when
/// either of the two is. Times are uniform within a bin; who knows better takes <see cref="Set"/>.
/// </summary>
public sealed class EndpointTokens : TokenUnit
{
    private readonly ColumnSchema _time;
    private readonly TableTimeBins _bins;
    private readonly double _stepsPerOne = 1;

    public EndpointTokens(CohortSchema schema, EndpointEncoding encoding)
        : base(encoding, [encoding.Endpoint.TimeColumn, encoding.Endpoint.EventColumn], encoding.Counts, MayBeMissing(schema, encoding.Endpoint))
    {
        _time = schema.Columns[encoding.Endpoint.TimeColumn];
        _bins = new TableTimeBins(encoding.TimeBinEdges);
        for (int i = 0; i < _time.Decimals; i++)
        {
            _stepsPerOne *= 10;
        }
    }

    public int TimeBins => _bins.Count;

    private int Time => Columns[0];

    private int Event => Columns[1];

    public override void Encode(Cohort cohort, Span<int> tokens)
    {
        ReadOnlySpan<double> times = cohort.Column(Time);
        ReadOnlySpan<double> events = cohort.Column(Event);
        for (int row = 0; row < times.Length; row++)
        {
            bool missing = double.IsNaN(times[row]) || double.IsNaN(events[row]);
            tokens[row] = missing ? Missing(row) : ((int)events[row] * TimeBins) + _bins.IndexOf(times[row]);
        }
    }

    /// <summary>Place of a time within its bin, in [0, 1].</summary>
    public double PlaceOf(double time) => 0.5 * (_bins.PlaceWithin(_bins.IndexOf(time), time) + 1);

    /// <summary>Place of each record's time within its bin; of no use where the endpoint is missing.</summary>
    public double[] PlacesOf(Cohort cohort)
    {
        double[] places = new double[cohort.Count];
        ReadOnlySpan<double> times = cohort.Column(Time);
        for (int row = 0; row < places.Length; row++)
        {
            places[row] = double.IsNaN(times[row]) ? 0 : PlaceOf(times[row]);
        }

        return places;
    }

    public override double ShareWithin(int token, ValueLimits limits)
    {
        if (!IsLimited(limits))
        {
            return 1;
        }

        (double from, double to) = PlacesWithin(token, limits);
        return Math.Max(0, to - from);
    }

    public override void Draw(int token, ValueLimits limits, SeededRandom random, double[][] columns, int row)
    {
        if (token == MissingToken)
        {
            SetMissing(Columns, columns, row);
            return;
        }

        (double from, double to) = PlacesWithin(token, limits);
        Set(token, random.Uniform(from, to), limits, columns, row);
    }

    /// <summary>The part of the token's bin that the limits leave, as places in [0, 1]; empty where the first is not below the second.</summary>
    public (double From, double To) PlacesWithin(int token, ValueLimits limits)
    {
        (int flag, int bin) = Math.DivRem(token, TimeBins);
        if (token == MissingToken || flag < limits.Low(Event) || flag > limits.High(Event))
        {
            return IsLimited(limits) ? (0, 0) : (0, 1);
        }

        (double first, double last) = (FirstStep(limits), LastStep(limits));
        return last < first
            ? (0, 0)
            : (Place(bin, (first - 0.5) / _stepsPerOne, limits.Low(Time), 0), Place(bin, (last + 0.5) / _stepsPerOne, limits.High(Time), 1));
    }

    /// <summary>Writes flag and time of a place in the token's bin, rounded to the schema's decimals, inside range and limits.</summary>
    public void Set(int token, double place, ValueLimits limits, double[][] columns, int row)
    {
        (int flag, int bin) = Math.DivRem(token, TimeBins);
        double steps = Math.Round(_bins.TimeAt(bin, (2 * place) - 1) * _stepsPerOne);
        columns[Time][row] = Value(Math.Clamp(steps, FirstStep(limits), LastStep(limits)));
        columns[Event][row] = flag;
    }

    private double Place(int bin, double time, double limit, double open) =>
        double.IsInfinity(limit) ? open : 0.5 * (_bins.PlaceWithin(bin, time) + 1);

    private double FirstStep(ValueLimits limits)
    {
        double low = Math.Max(_time.Minimum, limits.Low(Time));
        double steps = Math.Round(low * _stepsPerOne);
        return Value(steps) < low ? steps + 1 : steps;
    }

    private double LastStep(ValueLimits limits)
    {
        double high = Math.Min(_time.Maximum, limits.High(Time));
        double steps = Math.Round(high * _stepsPerOne);
        return Value(steps) > high ? steps - 1 : steps;
    }

    private double Value(double steps) => Math.Round(steps / _stepsPerOne, _time.Decimals);

    private static bool MayBeMissing(CohortSchema schema, EndpointSchema endpoint) =>
        schema.Columns[endpoint.TimeColumn].MissingAllowed || schema.Columns[endpoint.EventColumn].MissingAllowed;
}
