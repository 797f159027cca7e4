namespace RingFed.Daemon.Commands.Bench;

/// <summary>What the memory of this machine allows: the same vectors copied by the same number of threads.</summary>
internal static class CopyBandwidth
{
    /// <summary>Bytes read a second while copying; as many are written.</summary>
    internal static double BytesPerSecond(float[] source, float[] destination, int threads, int repeats)
    {
        int part = source.Length / threads;
        double seconds = Timing.MedianSeconds(repeats, () => Parallel.For(
            0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            worker => source.AsSpan(worker * part, part).CopyTo(destination.AsSpan(worker * part, part))));
        return (double)part * threads * sizeof(float) / seconds;
    }
}
