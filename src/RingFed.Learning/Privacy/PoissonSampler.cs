using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Privacy;

/// <summary>
/// Takes every record independently with the same probability, as the accountants for DP-SGD assume (Abadi et al. 2016,
/// section 3.1; Mironov et al. 2019). Batches vary in size and may be empty.
/// </summary>
public sealed class PoissonSampler : IBatchSampler
{
    private readonly int _records;
    private readonly double _logMiss;
    private readonly long _seed;

    /// <param name="probability">Sampling rate in (0, 1].</param>
    public PoissonSampler(int records, double probability, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        if (probability is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A sampling rate lies in (0, 1].");
        }

        (_records, _seed) = (records, seed);
        _logMiss = Math.Log(1 - probability);
        ExpectedSize = Math.Max(1, (int)Math.Round(records * probability));
    }

    public int ExpectedSize { get; }

    public int[] Batch(long step)
    {
        SeededRandom random = new SeededRandom(_seed, checked((int)step));
        List<int> batch = new(2 * ExpectedSize);
        for (double row = Gap(random); row < _records; row += 1 + Gap(random))
        {
            batch.Add((int)row);
        }

        return [.. batch];
    }

    /// <summary>Records passed over before the next one taken: geometric, so that a step costs its batch, not the cohort.</summary>
    private double Gap(SeededRandom random) =>
        double.IsNegativeInfinity(_logMiss) ? 0 : Math.Floor(Math.Log(1 - random.Uniform()) / _logMiss);
}
