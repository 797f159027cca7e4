namespace RingFed.Learning.Models;

/// <summary>The two seeds a model is made from.</summary>
/// <param name="Weights">Draws the initial parameters. From the topology: the same at every silo.</param>
/// <param name="Training">Draws batches, noise and dropout. The silo's own, so that silos do not move in lockstep.</param>
public sealed record ModelSeeds(long Weights, long Training);
