using RingFed.Federation.Ring;

namespace RingFed.Simulation.Checks;

/// <summary>What a silo that did not finish was waiting for, in its own words.</summary>
internal static class StallReport
{
    public static string Of(SimulatedSilo silo)
    {
        string name = silo.Plan.Roster[silo.Index];
        if (silo.End is { } end)
        {
            return $"{name} {end.Ending} after round {end.Closed}: {end.Fault?.Sentence}";
        }

        if (silo.Snapshot is not { } snapshot)
        {
            return $"{name} does not run";
        }

        string awaited = string.Join(", ", snapshot.Awaited.Select(origin => $"{silo.Plan.Roster[origin.Origin]} ({origin.Why})"));
        string closing = snapshot.Closing is { } at ? $" in view {at.View} with {at.Have} of {at.Need} {at.Waiting}," : string.Empty;
        return $"{name} stalled in round {snapshot.Round} {snapshot.Phase},{closing} waits for {awaited}; "
            + $"next at {snapshot.NextMs} ms: {snapshot.Next}";
    }
}
