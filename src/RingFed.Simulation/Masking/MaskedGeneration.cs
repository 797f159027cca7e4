using RingFed.Federation.Masking;
using RingFed.Federation.Messages;

namespace RingFed.Simulation.Masking;

/// <summary>One program of a run: what its silos agreed on, and on which machines they are. Other machines may be in the next.</summary>
/// <param name="Machines">By place in the plan's roster.</param>
internal sealed record MaskedGeneration(MaskedPlan Plan, IReadOnlyList<int> Machines)
{
    /// <summary>Keys and commitments; how many sums the program plans for is not part of them.</summary>
    public MaskContext Context { get; } = new(Plan);

    public int Silos => Plan.Roster.Count;

    public OriginSet PlacesOf(OriginSet machines) => OriginSet.Of(Enumerable.Range(0, Silos).Where(place => machines.Contains(Machines[place])));

    public OriginSet MachinesOf(OriginSet places) => OriginSet.Of(places.ToList().Select(place => Machines[place]));
}
