using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>judging</c>.</summary>
internal static class JudgingSection
{
    public static JudgingPlan Read(SectionReader section) => new(
        Enum.Parse<SiloJudging>(section.Choice("silos", ["none", "own", "joint"], "own"), ignoreCase: true),
        section.Has("groups") ? section.Texts("groups") : null,
        (int)section.Integer("threads", 1, 1024, 1));
}
