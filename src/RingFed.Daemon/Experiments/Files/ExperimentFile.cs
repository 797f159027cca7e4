using RingFed.Federation.Identity;
using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads an experiment file: all of it, or everything that is wrong with it, each with line and field.</summary>
internal static class ExperimentFile
{
    private const int SeedsMax = 100;

    public static Loaded<ExperimentPlan> Load(string path)
    {
        FaultList faults = new(path);
        return ConfigText.Read(path, faults) is { } text ? Read(text, path, faults) : faults.Close<ExperimentPlan>(null);
    }

    /// <param name="text">YAML.</param>
    /// <param name="path">Named in faults; its folder is where relative paths start.</param>
    public static Loaded<ExperimentPlan> Parse(string text, string path) => Read(text, path, new FaultList(path));

    private static Loaded<ExperimentPlan> Read(string text, string path, FaultList faults)
    {
        if (ConfigParser.Parse(text, faults) is not { } map)
        {
            return faults.Close<ExperimentPlan>(null);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        SectionReader root = new(map, "", ExperimentFields.Root, faults);
        CohortPlan cohort = CohortSection.Read(root.Section("cohort", ExperimentFields.Cohort), folder);
        PartitionPlan partition = PartitionSection.Read(root.Section("partition", ExperimentFields.Partition), cohort);
        TrainingPlan training = TrainingSection.Read(root.Section("training", ExperimentFields.Training));
        IReadOnlyList<long> seeds = Seeds(root);
        return faults.Close(new ExperimentPlan
        {
            Name = Name(root),
            Cohort = cohort,
            Partition = partition,
            Split = SplitSection.Read(root.Section("split", ExperimentFields.Split), cohort),
            Training = training,
            Judging = JudgingSection.Read(root.Section("judging", ExperimentFields.Judging), training),
            Models = ArmSections.Models(root, seeds),
            Strategies = ArmSections.Strategies(root),
            Seeds = seeds,
        });
    }

    private static string Name(SectionReader root)
    {
        string? name = root.RequiredText("experiment", "seed-000");
        if (name is not null && !RingName.IsValid(name))
        {
            root.Fault("experiment", $"is '{name}'", $"write {RingName.Rule}");
        }

        return name ?? "";
    }

    private static IReadOnlyList<long> Seeds(SectionReader root)
    {
        IReadOnlyList<long> seeds = root.Integers("seeds", 0, (1L << 53) - 1);
        if (seeds.Count > SeedsMax || seeds.Distinct().Count() < seeds.Count)
        {
            root.Fault("seeds", "names a seed twice, or too many", $"write up to {SeedsMax} different ones");
        }

        return seeds.Count == 0 ? [1] : seeds;
    }
}
