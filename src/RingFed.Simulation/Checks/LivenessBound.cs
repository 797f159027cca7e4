using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Ring.Liveness;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Simulation.Network;

namespace RingFed.Simulation.Checks;

/// <summary>
/// How long a healed ring may take to close what is left. Not a guess: the sum of the times after which each part of the
/// protocol goes on by itself, given where the silos stand when all heals.
/// </summary>
internal static class LivenessBound
{
    /// <summary>An aggregation is expected to take at least this.</summary>
    private const long AggregateMs = 1000;

    /// <param name="rounds">Not yet closed by the silo that is farthest behind.</param>
    /// <param name="view">Highest view that an honest silo voted in.</param>
    /// <param name="clockBackMs">How far clocks went back: a session holds its clock still that long.</param>
    public static long Of(SimulationOptions options, SessionTimes times, int rounds, int view, long clockBackMs)
    {
        int exchanged = options.ExchangesWithNeighbours ? Math.Min(rounds, options.Rounds) : 0;
        long relayed = rounds > exchanged || exchanged == 0 ? OfRelay(options, times, rounds - exchanged, view) : 0;
        return clockBackMs + ReachedMs(times) + relayed + OfExchange(options, times, exchanged);
    }

    /// <summary>
    /// A silo waits for its neighbours a deadline from its own work at most, unless it has nobody's update: then for the
    /// first of them to be as far. The first work may have been begun with a fault's delay. One whose disk was put back first
    /// waits for those around it that are gone for good.
    /// </summary>
    private static long OfExchange(SimulationOptions options, SessionTimes times, int rounds) => rounds == 0
        ? 0
        : ((NeighbourMemory.GivenUpDeadlines + 3) * options.RoundDeadlineMs) + (rounds * 2 * (options.RoundDeadlineMs + options.WorkMsMax + times.StallMs));

    /// <summary>
    /// For each epoch that a silo has yet to go on to: it meets the others anew, and where it is new in it, gets its file,
    /// hears where the epoch began and asks one silo after the other for what came before.
    /// </summary>
    public static long OfEpochs(SessionTimes times, int silos, int epochs) =>
        epochs * (ReachedMs(times) + Faults.Operators.LookMsMax + (silos * 3L * times.StallMs));

    private static long ReachedMs(SessionTimes times)
    {
        // Half-open links are found out by silence, then dialled again after at most the longest pause, then greeted;
        // a silo that distrusts its own view as far as it can takes that much longer to look for ways around.
        return times.SilenceMs + Dialling.RedialMsMax + times.GreetingMs + (times.SuspicionMs * (1 + LocalHealth.ScoreMax));
    }

    private static long OfRelay(SimulationOptions options, SessionTimes times, int rounds, int view)
    {
        // Work may have been begun with a fault's delay; a round is not opened without it before its deadline.
        long opened = (3 * options.RoundDeadlineMs) + options.WorkMsMax;

        // Payloads are asked for elsewhere when they stall, at each silo on the way.
        long carried = options.Silos * (times.StallMs + times.PullMs);

        // Silos meet in the highest view within one timer each; then at most f proposers lie and as many are dead.
        int vain = options.Silos - options.Quorum + options.Byzantine + 1;
        long viewMs = (4 * times.LapMs(options.Silos)) + AggregateMs;
        long open = Views(view, view + options.Silos + vain, viewMs);
        long later = Views(0, vain, viewMs);
        return open + (Math.Max(1, rounds) * (opened + carried + later));
    }

    private static long Views(int first, int last, long viewMs) =>
        Enumerable.Range(first, last - first + 1).Sum(view => Math.Min((view + 1L) * viewMs, ViewClock.CapMs));
}
