using System.Diagnostics;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>Medians of repeated runs after one that compiles and touches memory.</summary>
internal static class Timing
{
    internal static double MedianSeconds(int repeats, Action work)
    {
        work();
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        return (seconds[(repeats - 1) / 2] + seconds[repeats / 2]) / 2;
    }
}
