using RingFed.Federation.Ring;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Checks;

/// <summary>What a silo that did not finish was waiting for, in its own words.</summary>
internal static class StallReport
{
    public static string Of(SimulatedSilo silo)
    {
        string name = silo.Name;
        if (silo.End is { } end)
        {
            return $"{name} {end.Ending} after round {end.Closed}: {end.Fault?.Sentence}";
        }

        if (silo.Snapshot is not { } snapshot)
        {
            return $"{name} does not run";
        }

        string awaited = string.Join(", ", snapshot.Awaited.Select(origin => $"{silo.Plan.Roster[origin.Origin]} ({origin.Why})"));
        string voting = snapshot.Closing is { } now ? $" in view {now.View} with {now.Have} of {now.Need} {now.Waiting}," : string.Empty;
        string next = snapshot.NextMs is { } at ? $"next at {at} ms: {snapshot.Next}" : $"next: {snapshot.Next}";
        return $"{name} stalled in round {snapshot.Round} {snapshot.Phase},{voting} waits for {awaited}; "
            + next;
    }
}
