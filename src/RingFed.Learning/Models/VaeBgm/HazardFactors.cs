namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Factors on the hazards of event and censoring within each time bin, the same for all patients, so that what is drawn
/// ends as often in each bin, and by the same cause, as the ring's own counts say. Hazards stay proportional: who is at
/// higher risk than whom does not change.
/// </summary>
internal sealed class HazardFactors
{
    private const int Iterations = 40;

    /// <summary>Heads further off than this have not learnt the curve at all, and no factor would mend them.</summary>
    private const double FactorMax = 1_000;

    /// <summary>Of those observed at a bin's beginning at most this share ends within it; the rest is followed to the end.</summary>
    private const double EndedMax = 0.999;

    private HazardFactors(EndpointScale scale)
    {
        Edges = scale.TauEdges;
        Events = [.. scale.Events.Select(_ => 1.0)];
        Censored = [.. scale.Events.Select(_ => 1.0)];
    }

    /// <summary>Of the time bins, on the tau scale.</summary>
    public double[] Edges { get; }

    /// <summary>Per time bin, on the hazard of the event.</summary>
    public double[] Events { get; }

    /// <summary>Per time bin, on the hazard of censoring.</summary>
    public double[] Censored { get; }

    /// <summary>All 1.</summary>
    public static HazardFactors Even(EndpointScale scale) => new(scale);

    /// <param name="shapes">[rows, 4]: shape and scale of the event, shape and scale of censoring, of patients as they are drawn; at least one.</param>
    public static HazardFactors Of(EndpointScale scale, double[] shapes)
    {
        HazardFactors factors = new(scale);
        if (scale.Events.Sum() + scale.Censored.Sum() > 0)
        {
            double[] left = [.. Enumerable.Repeat(1.0, shapes.Length / 4)];
            for (int bin = 0; bin < scale.Events.Length; bin++)
            {
                factors.Fit(bin, scale, shapes, left);
            }
        }

        return factors;
    }

    /// <summary>The bin that holds a tau.</summary>
    public int BinOf(double tau)
    {
        int bin = Array.BinarySearch(Edges, tau);
        return Math.Clamp(bin >= 0 ? bin : ~bin - 1, 0, Events.Length - 1);
    }

    /// <summary>One patient's hazards under these factors.</summary>
    public VaeHazards For(ReadOnlySpan<double> shapes) => new(this, (shapes[0], shapes[1]), (shapes[2], shapes[3]));

    /// <param name="left">Per row the chance to be still observed at the bin's beginning; at its end afterwards.</param>
    private void Fit(int bin, EndpointScale scale, double[] shapes, double[] left)
    {
        (double[] events, double[] censored) = (new double[left.Length], new double[left.Length]);
        for (int row = 0; row < left.Length; row++)
        {
            (events[row], censored[row]) = For(shapes.AsSpan(4 * row, 4)).Within(bin);
        }

        double observed = left.Sum();
        (double wantedEvents, double wantedCensored) = (scale.Events[bin] * left.Length, scale.Censored[bin] * left.Length);
        for (int i = 0; i < Iterations && observed > 0; i++)
        {
            (double byEvent, double byCensoring) = Ended(bin, events, censored, left);
            double all = Hazard(wantedEvents + wantedCensored, observed) / Hazard(byEvent + byCensoring, observed);
            Events[bin] = Next(Events[bin], all * Share(wantedEvents, wantedCensored) / Share(byEvent, byCensoring));
            Censored[bin] = Next(Censored[bin], all * Share(wantedCensored, wantedEvents) / Share(byCensoring, byEvent));
        }

        for (int row = 0; row < left.Length; row++)
        {
            left[row] *= Math.Exp(-(Events[bin] * events[row]) - (Censored[bin] * censored[row]));
        }
    }

    /// <summary>The cumulative hazard that would end so many of those observed; in the last bin it would be infinite.</summary>
    private static double Hazard(double ended, double observed) => -Math.Log(1 - Math.Clamp(ended / observed, 0, EndedMax));

    private static double Share(double cause, double other) => cause + other > 0 ? cause / (cause + other) : 0.5;

    /// <summary>What is off beyond repair, or 0 / 0, stays within the bounds.</summary>
    private static double Next(double factor, double change) =>
        double.IsNaN(change) ? factor : Math.Clamp(factor * change, 1 / FactorMax, FactorMax);

    /// <summary>Patients expected to end in the bin, by cause.</summary>
    private (double Events, double Censored) Ended(int bin, double[] events, double[] censored, double[] left)
    {
        (double byEvent, double byCensoring) = (0, 0);
        for (int row = 0; row < left.Length; row++)
        {
            (double first, double second) = (Events[bin] * events[row], Censored[bin] * censored[row]);
            if (first + second > 0)
            {
                double each = left[row] * (1 - Math.Exp(-first - second)) / (first + second);
                byEvent += each * first;
                byCensoring += each * second;
            }
        }

        return (byEvent, byCensoring);
    }
}
