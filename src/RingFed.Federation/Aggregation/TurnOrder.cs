namespace RingFed.Federation.Aggregation;

/// <summary>Whose turn it is, for a rule that takes one silo's parameters: silo after silo in roster order, round after round.</summary>
/// <param name="Roster">Silo ids in ring order.</param>
/// <param name="First">The first round of training, which is the first silo's turn.</param>
public sealed record TurnOrder(IReadOnlyList<string> Roster, int First)
{
    /// <summary>The silo whose turn the round is, then those that stand in for it when it is not there: the next in the roster first.</summary>
    /// <param name="round">From <paramref name="First"/> on.</param>
    public IReadOnlyList<string> Of(int round)
    {
        int place = (round - First) % Roster.Count;
        return [.. Roster.Skip(place), .. Roster.Take(place)];
    }
}
