namespace RingFed.Learning.Data.Simulated;

/// <summary>What to simulate.</summary>
public sealed record MdsSimulationOptions
{
    public const int PatientsMax = 1_000_000;

    public const int SilosMax = 1_000;

    /// <summary>Patients over all silos. Default 4,427.</summary>
    public int Patients { get; init; } = 4_427;

    /// <summary>Silos, the largest first; sizes fall as 1/1, 1/2, 1/3, ... Default 4.</summary>
    public int Silos { get; init; } = 4;

    /// <summary>Patients of each silo, at least one each, summing to <see cref="Patients"/>; null for sizes that fall as said.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <summary>
    /// How much silos differ, 0 (only by chance and by centre effect) to 1 (strongly). Moves patients between silos by
    /// risk and age, and offsets assays; the patients themselves stay the same. Default 0.5.
    /// </summary>
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
        if (Sizes is not null && (Sizes.Count != Silos || Sizes.Any(size => size < 1) || Sizes.Sum() != Patients))
        {
            throw new ArgumentOutOfRangeException(nameof(Sizes), string.Join(", ", Sizes), $"{Silos} silos of {Patients} patients need as many sizes, each at least 1, that sum to it.");
        }

        if (!(Skew is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Skew), Skew, "The skew lies between 0 and 1.");
        }
    }
}
