using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Tests.Evaluation.Uses;

/// <summary>Patients with one severity that is measured and drives survival; treatment multiplies their hazard.</summary>
internal static class TrialPatients
{
    /// <param name="severity">Mean of severity; its standard deviation is 1.</param>
    /// <param name="effect">ln hazard a unit of severity; 0 makes survival independent of it.</param>
    /// <param name="logRatio">ln of the hazard ratio of treatment.</param>
    public static Cohort Draw(int count, double severity, double effect, double logRatio, long seed)
    {
        SeededRandom random = new(seed);
        double[] measured = new double[count];
        double[] times = new double[count];
        double[] events = new double[count];
        for (int i = 0; i < count; i++)
        {
            measured[i] = random.Normal(severity, 1);
            double death = random.Exponential() / Math.Exp((effect * measured[i]) + logRatio);
            double censoring = 3 * random.Uniform();
            times[i] = Math.Max(1e-3, Math.Min(death, censoring));
            events[i] = death <= censoring ? 1 : 0;
        }

        return CohortOf.Nothing.Numbers("severity", measured).Endpoint("os", times, events).Build();
    }
}
