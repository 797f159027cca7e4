namespace RingFed.Learning.Models;

/// <summary>
/// A loss, a parameter or an optimiser moment stopped being a number. What the model holds is of no use any more: import
/// the ring's parameters and load the last checkpoint before training again.
/// </summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
