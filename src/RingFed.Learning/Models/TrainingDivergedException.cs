namespace RingFed.Learning.Models;

/// <summary>
/// A loss stopped being a number. The parameters are those before the step; training on would only spread it, so the
/// silo sits the round out.
/// </summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
