using RingFed.Federation.Ring;
using RingFed.Simulation.Network;

namespace RingFed.Simulation.Checks;

/// <summary>
/// How long a healed ring may take to close what is left. Not a guess: the sum of the times after which each part of the
/// protocol goes on by itself, given where the silos stand when all heals.
/// </summary>
internal static class LivenessBound
{
    /// <summary>Timer(v) of RingClose, in which a lap is counted four times.</summary>
    private const long ViewMsMax = 600_000;

    /// <param name="rounds">Not yet closed by the silo that is farthest behind.</param>
    /// <param name="view">Highest view that anyone reached in an open round.</param>
    /// <param name="viewMs">Timer(0).</param>
    /// <param name="clockBackMs">How far clocks went back: a session holds its clock still that long.</param>
    public static long Of(SimulationOptions options, SessionTimes times, int rounds, int view, long viewMs, long clockBackMs)
    {
        // Half-open links are found out by silence, then dialled again after at most the longest pause, then greeted.
        long reconnected = times.SilenceMs + Dialling.RedialMsMax + times.GreetingMs;

        // Work may have been begun with a fault's delay; a round is not opened without it before its deadline.
        long opened = (3 * options.RoundDeadlineMs) + options.WorkMsMax;

        // Silos meet in the highest view within one timer each; then at most f proposers lie and as many are dead.
        int vain = options.Silos - options.Quorum + options.Byzantine + 1;
        long open = Views(view, view + options.Silos + vain, viewMs);
        long later = Views(0, vain, viewMs);

        // An aggregate or payload that one neighbour does not send is asked of the next.
        long fetched = 6 * times.StallMs;
        return clockBackMs + reconnected + open + (Math.Max(1, rounds) * (opened + later + fetched));
    }

    private static long Views(int first, int last, long viewMs) =>
        Enumerable.Range(first, last - first + 1).Sum(view => Math.Min((view + 1L) * viewMs, ViewMsMax));
}
