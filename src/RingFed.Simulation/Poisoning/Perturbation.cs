namespace RingFed.Simulation.Poisoning;

/// <summary>The direction in which min-max and min-sum push away from the honest mean (Shejwalkar and Houmansadr 2021).</summary>
public enum Perturbation
{
    /// <summary>The mean's own direction, of length 1.</summary>
    Unit,

    /// <summary>The sign of each of the mean's values.</summary>
    Sign,

    /// <summary>The standard deviation of each coordinate.</summary>
    Std,
}
