using RingFed.Federation.Masking;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>All sums of a run are over the same silos, whatever epoch they fall into, and over three or more.</summary>
internal static class SameSetCheck
{
    public static IEnumerable<string> Violations(MaskedTranscript transcript)
    {
        foreach (FoundTotal found in transcript.Totals.Where(found => transcript.IsHonest(found.Machine)))
        {
            OriginSet machines = transcript.Of(found.Generation).MachinesOf(OriginSet.Of(found.Total.Contributors));
            if (machines != transcript.Contributors)
            {
                yield return $"sum {found.Sum} is over silos {machines}, and the first that was accepted over {transcript.Contributors}";
            }

            if (machines.Count < MaskingCaps.ContributorsMin)
            {
                yield return $"sum {found.Sum} is over {machines.Count} silos";
            }
        }
    }
}
