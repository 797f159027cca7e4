using RingFed.Federation.Topology;

namespace RingFed.Daemon.Experiments.Files;

/// <summary>Reads <c>judging</c>.</summary>
internal static class JudgingSection
{
    private const int RoundMax = 1_000_000;

    public static JudgingPlan Read(SectionReader section, TrainingPlan training)
    {
        int[] rounds = [.. section.Integers("byRound", 1, RoundMax).Select(round => (int)round)];
        if (rounds.FirstOrDefault(round => round > training.Rounds) is > 0 and var late)
        {
            section.Fault("byRound", $"names round {late}, training has {training.Rounds}", $"write rounds of 1 to {training.Rounds}");
        }

        return new JudgingPlan(
            Enum.Parse<SiloJudging>(section.Choice("silos", ["none", "own", "joint"], "own"), ignoreCase: true),
            section.Has("groups") ? section.Texts("groups") : null,
            (int)section.Integer("threads", 1, 1024, 1))
        {
            SiloGroups = section.Has("siloGroups") ? section.Texts("siloGroups") : null,
            ByRound = [.. rounds.Distinct().Order()],
        };
    }
}
