using RingFed.Learning.Data;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A survival time on the scale that its Weibull heads model: tau = -ln(1 - share of the ring's records below it), events
/// and censored together. It is a monotone function of time and the same at every silo, so that hazards stay
/// proportional and concordance is untouched, and over the ring it is exponential with mean 1: a Weibull fits it where it
/// would not fit years.
/// </summary>
internal sealed class EndpointScale
{
    private const double ShareMax = 1 - 1e-4;

    private readonly ColumnSchema _time;
    private readonly RingCumulative _ring;

    public EndpointScale(CohortSchema schema, EndpointEncoding encoding)
    {
        Endpoint = encoding.Endpoint;
        _time = schema.Columns[Endpoint.TimeColumn];
        int bins = encoding.TimeBinEdges.Length - 1;
        long[] both = [.. Enumerable.Range(0, bins).Select(bin => encoding.Counts[bin] + encoding.Counts[bins + bin])];
        _ring = new RingCumulative(encoding.TimeBinEdges, both);
    }

    public EndpointSchema Endpoint { get; }

    /// <summary>Follow-up's end: nothing is seen beyond it.</summary>
    public static double TauMax { get; } = -Math.Log(1 - ShareMax);

    /// <summary>0 is reached by nobody: a Weibull has no density there.</summary>
    public static double TauMin { get; } = -Math.Log(ShareMax);

    public double Tau(double time) => -Math.Log(1 - Share(time));

    /// <summary>Normal score of the time, for an encoder to read.</summary>
    public double Score(double time) => NormalScore.Of(Share(time));

    /// <summary>The time of a tau, rounded to the schema's decimals and within its range.</summary>
    public double Time(double tau) =>
        Math.Clamp(Math.Round(_ring.ValueAt(1 - Math.Exp(-tau)), _time.Decimals), _time.Minimum, _time.Maximum);

    private double Share(double time) => Math.Clamp(_ring.ShareBelow(time), 1 - ShareMax, ShareMax);
}
