using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;

namespace RingFed.Federation.Transport.Neighbour;

/// <summary>What is stored with a merged model.</summary>
/// <param name="Farther">What the next merge is to be given (see the rule, self-centred clipping); null before the first.</param>
internal sealed record StoredMerge(RoundRecord Record, NeighbourResult Result, double? Farther);
