using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Draws the end of an observation: t = min(event, censoring, follow-up's end), d = 1 where the event came first.</summary>
internal sealed class EndpointDraw(EndpointScale scale, SeededRandom random)
{
    /// <summary>Places in time that one is chosen from where the event flag is known.</summary>
    private const int Places = 64;

    /// <param name="time">Observed; NaN to draw it.</param>
    /// <param name="event">Observed, 0 or 1; NaN to draw it.</param>
    public (double Time, double Event) Complete(VaeHazards hazards, double time, double @event)
    {
        if (!double.IsNaN(time))
        {
            return (time, double.IsNaN(@event) ? EventGiven(hazards, time) : @event);
        }

        return double.IsNaN(@event) ? Both(hazards) : (TimeGiven(hazards, @event == 1), @event);
    }

    private (double Time, double Event) Both(VaeHazards hazards)
    {
        double ended = hazards.EventAt(random.Exponential());
        double censored = Math.Min(hazards.CensoredAt(random.Exponential()), scale.TauEnd);
        return (scale.Time(Math.Min(ended, censored)), ended <= censored ? 1 : 0);
    }

    private double EventGiven(VaeHazards hazards, double time) =>
        scale.IsEnd(time) ? 0 : random.Uniform() < hazards.EventShareAt(scale.Tau(time)) ? 1 : 0;

    /// <summary>
    /// Times of the known cause alone, chosen among in proportion to the chance that the other would have been later: the
    /// distribution given the cause, up to the number of places (importance resampling: Rubin 1988).
    /// </summary>
    private double TimeGiven(VaeHazards hazards, bool isEvent)
    {
        Span<double> taus = stackalloc double[Places];
        double[] weights = new double[Places];
        for (int i = 0; i < Places; i++)
        {
            double drawn = random.Exponential();
            taus[i] = Math.Min(isEvent ? hazards.EventAt(drawn) : hazards.CensoredAt(drawn), scale.TauEnd);
            weights[i] = !isEvent ? hazards.EventFreeAt(taus[i]) : taus[i] < scale.TauEnd ? hazards.FollowedAt(taus[i]) : 0;
        }

        return scale.Time(weights.Sum() > 0 ? taus[random.Categorical(weights)] : taus.ToArray().Min());
    }
}
