using RingFed.Federation.Masking;

namespace RingFed.Simulation.Masking.Checks;

/// <summary>Every total is the exact sum over its contributors where none of them lies, and the same wherever it is found.</summary>
internal static class TotalsCheck
{
    public static IEnumerable<string> Violations(MaskedTranscript transcript)
    {
        Dictionary<int, (int Generation, MaskedTotal Total)> first = [];
        foreach ((int silo, int generation, int sum, MaskedTotal total) in transcript.Totals.Where(found => transcript.IsHonest(found.Machine)))
        {
            if (!first.TryAdd(sum, (generation, total)) && !(first[sum].Generation == generation && IsSame(first[sum].Total, total)))
            {
                yield return $"silo {silo} found another total of sum {sum} than others";
            }

            if (total.Contributors.All(place => transcript.IsHonest(generation, place)) && !Exact(transcript, generation, sum, total).SequenceEqual(total.Values))
            {
                yield return $"silo {silo} found a total of sum {sum} that is not the sum over its contributors";
            }
        }
    }

    private static bool IsSame(MaskedTotal one, MaskedTotal other) =>
        one.Values.SequenceEqual(other.Values) && one.Contributors.SequenceEqual(other.Contributors) && one.Name == other.Name;

    private static IEnumerable<Int128> Exact(MaskedTranscript transcript, int generation, int sum, MaskedTotal total) => Enumerable.Range(0, RehearsedValues.Length)
        .Select(entry => total.Contributors.Aggregate(Int128.Zero, (all, place) => all + transcript.Values.Of(transcript.Of(generation).Machines[place], sum)[entry]));
}
