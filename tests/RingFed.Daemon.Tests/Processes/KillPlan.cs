using RingFed.Daemon.Admin;
using RingFed.Daemon.Demo;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// Kills and restarts silos of a running federation at moments drawn from a seed: before anything was agreed, in the
/// middle of a round, while a state file is written. The same seed gives the same victims and pauses; what the machine
/// does within a pause is its own affair.
/// </summary>
internal sealed class KillPlan(int seed, int kills)
{
    /// <summary>One in so many kills takes all silos at once, one in so many two.</summary>
    private const int AllAtOnceEvery = 10;
    private const int TwoAtOnceEvery = 5;

    /// <summary>Longer than a round of the small model, start of training included.</summary>
    private const int UptimeMsMax = 1200;
    private const int DowntimeMsMax = 300;

    private readonly Random _random = new(seed);

    /// <summary>Raised after each restart with the kills so far and the highest closed round that was seen.</summary>
    public event Action<int, int>? Restarted;

    /// <returns>The highest round that a silo had closed before the last kill.</returns>
    public async Task<int> RunAsync(SmallFederation federation, TimeProvider time, CancellationToken cancellationToken)
    {
        int closed = -1;
        for (int done = 0; done < kills;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(UptimeMsMax)), time, cancellationToken);
            DemoSilo[] victims = Choose(federation, kills - done);
            closed = Math.Max(closed, await HighestAsync(federation, cancellationToken));
            await Task.WhenAll(victims.Select(federation.KillAsync));
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(DowntimeMsMax)), time, cancellationToken);
            Array.ForEach(victims, silo => federation.Start(silo));
            done += victims.Length;
            Restarted?.Invoke(done, closed);

            // Without a round in between, two hundred kills would all hit the same one.
            int next = closed;
            await federation.UntilAllAsync(victims, status => status.Session.Closed > next);
        }

        return closed;
    }

    private DemoSilo[] Choose(SmallFederation federation, int left)
    {
        DemoSilo[] silos = [.. federation.Silos];
        _random.Shuffle(silos);
        int count = _random.Next(AllAtOnceEvery) == 0 ? silos.Length : _random.Next(TwoAtOnceEvery) == 0 ? 2 : 1;
        return silos[..Math.Min(count, left)];
    }

    private static async Task<int> HighestAsync(SmallFederation federation, CancellationToken cancellationToken)
    {
        int highest = -1;
        foreach (DemoSilo silo in federation.Silos)
        {
            int? closed = (await AdminClient.TryGetStatusAsync(silo.AdminSocket, cancellationToken))?.Session.Closed;
            highest = Math.Max(highest, closed ?? -1);
        }

        return highest;
    }
}
