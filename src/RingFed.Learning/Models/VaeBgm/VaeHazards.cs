namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// A patient's two competing Weibulls on the tau scale, one for the event and one for censoring, their hazards multiplied
/// within each time bin by factors that are the same for all patients. Within a bin a hazard is level, so that the causes
/// compete at one ratio there. The smaller of their times ends the observation, or follow-up's end does.
/// </summary>
/// <param name="factors">Of both causes; those of <see cref="HazardFactors.Even"/> leave the Weibulls as they are.</param>
internal readonly ref struct VaeHazards(HazardFactors factors, (double Shape, double Scale) ended, (double Shape, double Scale) censored)
{
    /// <summary>Cumulative hazards of event and censoring within one bin.</summary>
    public (double Event, double Censoring) Within(int bin) =>
        (Within(ended, factors.Events, bin), Within(censored, factors.Censored, bin));

    /// <summary>The tau of the event where a unit exponential is <paramref name="drawn"/>; infinite beyond the last edge.</summary>
    public double EventAt(double drawn) => Reach(ended, factors.Events, drawn);

    /// <summary>As <see cref="EventAt"/>, of censoring.</summary>
    public double CensoredAt(double drawn) => Reach(censored, factors.Censored, drawn);

    /// <summary>Chance that the event has not come by tau.</summary>
    public double EventFreeAt(double tau) => Math.Exp(-Sum(ended, factors.Events, tau));

    /// <summary>Chance that censoring has not come by tau.</summary>
    public double FollowedAt(double tau) => Math.Exp(-Sum(censored, factors.Censored, tau));

    /// <summary>Chance that an observation that ended at tau ended by the event; one half where neither hazard is above 0.</summary>
    public double EventShareAt(double tau)
    {
        (double first, double second) = Within(factors.BinOf(tau));
        return first + second > 0 ? first / (first + second) : 0.5;
    }

    private double Within((double Shape, double Scale) cause, double[] of, int bin) =>
        of[bin] * (Cumulative(cause, factors.Edges[bin + 1]) - Cumulative(cause, factors.Edges[bin]));

    private double Sum((double Shape, double Scale) cause, double[] of, double tau)
    {
        int last = factors.BinOf(tau);
        double width = factors.Edges[last + 1] - factors.Edges[last];
        double sum = width > 0 ? Within(cause, of, last) * (tau - factors.Edges[last]) / width : 0;
        for (int bin = 0; bin < last; bin++)
        {
            sum += Within(cause, of, bin);
        }

        return sum;
    }

    private double Reach((double Shape, double Scale) cause, double[] of, double left)
    {
        for (int bin = 0; bin < of.Length; bin++)
        {
            double within = Within(cause, of, bin);
            if (left < within)
            {
                return factors.Edges[bin] + (left / within * (factors.Edges[bin + 1] - factors.Edges[bin]));
            }

            left -= within;
        }

        return double.PositiveInfinity;
    }

    private static double Cumulative((double Shape, double Scale) cause, double tau) => Math.Pow(tau / cause.Scale, cause.Shape);
}
