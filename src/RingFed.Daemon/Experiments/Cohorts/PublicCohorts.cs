using RingFed.Learning.Data;
using RingFed.Learning.Data.Aml;
using RingFed.Learning.Data.Partitioning;
using RingFed.Learning.Data.Survival;

namespace RingFed.Daemon.Experiments.Cohorts;

/// <summary>Public cohorts as their publishers have them, from the folder that <see cref="PublicDataFolder"/> finds.</summary>
internal static class PublicCohorts
{
    private static readonly Dictionary<string, (string Folder, Func<string, CohortSilos> Read)> Readers = new()
    {
        ["aml"] = ("aml", folder => new CohortSilos(
            [.. AmlPreparation.Silos.Zip(AmlPreparation.Read(folder).Cohorts, (silo, cohort) => new SiloCohort(silo, cohort))], null)),
        ["metabric"] = ("deepsurv", folder => Survival("metabric", folder)),
        ["gbsg"] = ("deepsurv", folder => Survival("gbsg", folder)),
        ["pbc"] = ("survival", folder => Survival("pbc", folder)),
        ["flchain"] = ("survival", folder => Survival("flchain", folder)),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Readers.Keys];

    /// <exception cref="InvalidInputException">A published file is absent or was altered.</exception>
    /// <exception cref="CommandFailure">The cohort is not on this machine.</exception>
    public static CohortSilos Read(string name)
    {
        (string folder, Func<string, CohortSilos> read) = Readers[name];
        return PublicDataFolder.Find(folder, Directory.GetCurrentDirectory()) is { } found
            ? read(found)
            : throw new CommandFailure(
                ExitCodes.BadInput,
                $"the public cohort {name} is not on this machine: set {PublicDataFolder.Variable} to the folder that has {folder}/ in it");
    }

    /// <summary>One silo, and the published hold-out where there is one.</summary>
    private static CohortSilos Survival(string name, string folder)
    {
        IReadOnlyList<(string Part, Cohort Cohort)> parts = SurvivalPreparation.Read(name, folder);
        return new CohortSilos([new SiloCohort(parts[0].Part, parts[0].Cohort)], parts.Count > 1 ? parts[1].Cohort : null);
    }
}
