using RingFed.Learning.Models;

namespace RingFed.Daemon.Demo;

/// <summary>What the demo was asked to do.</summary>
/// <param name="Silos">Number of daemons; null = as many as the cohort folder has tables, 4 for the simulated cohort.</param>
/// <param name="Rounds">Parameter rounds after the encoder round.</param>
/// <param name="StepsPerRound">Local optimiser steps of a round.</param>
/// <param name="Cohort">"simulated", or a folder with a schema and one CSV a silo.</param>
/// <param name="Patients">Size of the simulated cohort over all silos.</param>
/// <param name="Directory">Where everything is written; what an earlier demo left there is replaced.</param>
internal sealed record DemoOptions(
    int? Silos, int Rounds, int StepsPerRound, string Cohort, int Patients, string Model, long Seed, DirectoryInfo Directory)
{
    public const string SimulatedCohort = "simulated";
    public const int SilosDefault = 4;
    public const int RoundsDefault = 20;
    public const int StepsPerRoundDefault = 180;
    public const int PatientsDefault = 4427;
    public const long SeedDefault = 20261121;

    /// <summary>More silos than this on one machine measure the machine, not the ring.</summary>
    public const int SilosMax = 16;

    /// <summary>Fewer a silo, and the smallest one has nobody to train on once sizes are unequal.</summary>
    public const int PatientsMinASilo = 25;

    /// <summary>Marks a folder as written by a demo, so that a second demo may replace it.</summary>
    private const string Marker = ".ringfed-demo";

    /// <exception cref="CommandFailure">Exit code 2 with every fault.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (Silos is < 3 or > SilosMax)
        {
            faults.Add($"--silos {Silos}: a ring on one machine has 3 to {SilosMax} silos");
        }

        if (Rounds < 1 || StepsPerRound < 1 || Patients < 1)
        {
            faults.Add("--rounds, --steps and --patients are 1 or more");
        }

        if (!ModelCatalog.Names.Contains(Model))
        {
            faults.Add($"--model {Model}: there is no such model; known: {string.Join(", ", ModelCatalog.Names)}");
        }

        string marker = Path.Combine(Directory.FullName, Marker);
        if (Directory.Exists && Directory.EnumerateFileSystemInfos().Any() && !File.Exists(marker))
        {
            faults.Add($"--out {Directory.FullName}: is not empty and was not written by a demo; give another folder");
        }

        if (Cohort != SimulatedCohort && CohortLiesInside())
        {
            faults.Add($"--cohort {Cohort}: lies inside --out {Directory.FullName}, which the demo empties; give another folder");
        }

        if (Cohort == SimulatedCohort && Patients < PatientsMinASilo * (Silos ?? SilosDefault))
        {
            faults.Add($"--patients {Patients}: a silo of the demo needs at least {PatientsMinASilo} patients");
        }

        if (faults.Count > 0)
        {
            throw new CommandFailure(ExitCodes.BadInput, faults);
        }
    }

    /// <summary>Empties the folder of an earlier demo, after everything that could be wrong has been read.</summary>
    public void PrepareDirectory()
    {
        if (Directory.Exists)
        {
            Directory.Delete(recursive: true);
        }

        Directory.Create();
        File.WriteAllText(Path.Combine(Directory.FullName, Marker), "A RingFed demo writes here and may replace all of it.\n");
    }

    private bool CohortLiesInside() =>
        (Path.GetFullPath(Cohort) + Path.DirectorySeparatorChar).StartsWith(Directory.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
