namespace RingFed.Learning.Evaluation.Uses;

/// <summary>How trials against a synthetic control arm are repeated.</summary>
public sealed record ControlArmOptions
{
    /// <summary>Patients of each arm, at least 10. Default 100.</summary>
    public int ArmSize { get; init; } = 100;

    /// <summary>Trials, each with another draw of treated patients, at least 1. Default 200.</summary>
    public int Trials { get; init; } = 200;

    /// <summary>ln of the hazard ratio that the treated patients truly have; 0, the default, for patients whom nothing was done to.</summary>
    public double TrueLogRatio { get; init; }

    public long Seed { get; init; }

    /// <summary>Threads used; no number depends on it.</summary>
    public int Threads { get; init; } = 1;
}
