namespace RingFed.Learning.Data.Simulated;

/// <summary>What <see cref="SickleSimulator"/> draws.</summary>
public sealed record SickleSimulationOptions
{
    public const int PatientsMax = 1_000_000;

    public const int SilosMax = 1_000;

    /// <summary>Patients over all silos. Default 65.</summary>
    public int Patients { get; init; } = 65;

    /// <summary>Silos, the largest first; sizes fall as 1/1, 1/2, 1/3, ... Default 3.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>How much silos differ in age and haemoglobin, 0 (alike) to 1 (one standard deviation between neighbours). Default 0.5.</summary>
    public double Skew { get; init; } = 0.5;

    /// <summary>Same seed, same cohort on every machine. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Silos, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Silos, SilosMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patients, Silos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Patients, PatientsMax);
        if (!(Skew is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Skew), Skew, "The skew lies between 0 and 1.");
        }
    }
}
