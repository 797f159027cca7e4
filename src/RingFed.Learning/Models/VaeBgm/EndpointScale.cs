using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A survival time on the scale that its Weibull heads model: tau = -ln(1 - share of the ring's records below it), events
/// and censored together. It is a monotone function of time and the same at every silo, so that hazards stay
/// proportional and concordance is untouched, and over the ring it is exponential with mean 1: a Weibull fits it where it
/// would not fit years. Whoever was followed to the declared maximum itself lies beyond the last tau.
/// </summary>
internal sealed class EndpointScale
{
    private const double ShareMin = 1e-4;

    /// <summary>Where all are followed to the end a stretch of time remains before it, so that tau has a range.</summary>
    private const double EndShareMax = 1 - (2 * ShareMin);

    private readonly ColumnSchema _time;
    private readonly RingCumulative _ring;
    private readonly double _shareMax;

    public EndpointScale(CohortSchema schema, EndpointEncoding encoding)
    {
        Endpoint = encoding.Endpoint;
        _time = schema.Columns[Endpoint.TimeColumn];
        int bins = encoding.TimeBinEdges.Length - 1;
        double records = encoding.Counts.Sum();
        EndShare = records > 0 ? Math.Min(encoding.EndCount / records, EndShareMax) : 0;
        _shareMax = 1 - Math.Max(EndShare, ShareMin);
        long[] censored = encoding.Counts[..bins];
        censored[^1] -= encoding.EndCount;
        long[] events = encoding.Counts[bins..];
        _ring = new RingCumulative(encoding.TimeBinEdges, [.. censored.Zip(events, (c, e) => c + e)]);
        Censored = [.. censored.Select(count => records > 0 ? count / records : 0)];
        Events = [.. events.Select(count => records > 0 ? count / records : 0)];
        TauEdges = [.. encoding.TimeBinEdges.Select(Tau)];
        (TauEdges[0], TauEdges[^1]) = (0, TauEnd);
    }

    public EndpointSchema Endpoint { get; }

    /// <summary>Share of the ring's records whose follow-up ended at the declared maximum; at most 0.9998, also where it is all of them.</summary>
    public double EndShare { get; }

    /// <summary>Follow-up's end: nothing is seen beyond it.</summary>
    public double TauEnd => -Math.Log(1 - _shareMax);

    /// <summary>0 is reached by nobody: a Weibull has no density there.</summary>
    public static double TauMin { get; } = -Math.Log(1 - ShareMin);

    /// <summary>Ascending, the first 0 and the last <see cref="TauEnd"/>; one more than time bins.</summary>
    public double[] TauEdges { get; }

    /// <summary>Per time bin the share of the ring's records with an event in it.</summary>
    public double[] Events { get; }

    /// <summary>Per time bin the share of the ring's records censored in it, before follow-up's end.</summary>
    public double[] Censored { get; }

    public double Tau(double time) => -Math.Log(1 - Share(time));

    /// <summary>Whether a censored time is that of follow-up's end, which nobody chose.</summary>
    public bool IsEnd(double time) => EndShare > 0 && time >= _time.Maximum;

    /// <summary>Normal score of the time, for an encoder to read.</summary>
    public double Score(double time) => NormalScore.Of(Share(time));

    /// <summary>A record drawn for itself from the ring's, its score for an encoder to read: of those who end before follow-up does, as many with an event as in the ring; at its end none.</summary>
    public (double Score, double Event) Draw(SeededRandom random)
    {
        double share = random.Uniform();
        double ended = random.Bernoulli(Math.Min(1, Events.Sum() / (1 - EndShare))) ? 1 : 0;
        return (NormalScore.Of(Math.Clamp(share, ShareMin, _shareMax)), share < 1 - EndShare ? ended : 0);
    }

    /// <summary>The time of a tau, rounded to the schema's decimals and within its range; from <see cref="TauEnd"/> on the maximum.</summary>
    public double Time(double tau) => tau >= TauEnd
        ? _time.Maximum
        : Math.Clamp(Math.Round(_ring.ValueAt((1 - Math.Exp(-tau)) / (1 - EndShare)), _time.Decimals), _time.Minimum, _time.Maximum);

    private double Share(double time) => Math.Clamp((1 - EndShare) * _ring.ShareBelow(time), ShareMin, _shareMax);
}
