using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Attackers;
using RingFed.Simulation.Network;
using RingFed.Simulation.Silos;

namespace RingFed.Simulation.Faults;

/// <summary>At most f silos that lie, from the beginning to the end. Where f is 0 there are none.</summary>
internal static class AttackFaults
{
    private const long SilencedMsMin = 5000;
    private const long SilencedMsMax = 40_000;

    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("tampering", "a liar changes the chunks and signatures it passes on", stage => Recruit(stage, _ => new Tampering())),
        new("truncation", "a liar sends items and frames without their end", stage => Recruit(stage, _ => new Truncation())),
        new("replay", "a liar sends records, payloads and closes of the past again", stage => Recruit(stage, _ => new Replay())),
        new("equivocation", "a liar signs two of everything and tells each half of the ring another", stage => Recruit(stage, _ => new DoubleSigning())),
        new("dropping", "a liar answers and passes on nothing of some silos", stage => Recruit(stage, _ => Drop(stage))),
        new("dribbling", "a liar's words come at 2 kB/s", Dribble),
        new("absurd", "a liar claims the largest payloads, views, rounds and counts", stage => Recruit(stage, _ => new AbsurdClaims())),
        new("nan", "a liar's update is not a number", stage => Recruit(stage, silo => silo.SendsNonsense = true)),
        new("lying", "a liar's summaries are wrong and it suspects silos that are well", stage => Recruit(stage, _ => new Lying())),
        new("false-closes", "a liar shows closes without a quorum", stage => Recruit(stage, _ => new FalseCloses())),
        new("false-proposals", "a liar proposes what does not follow from anything", stage => Recruit(stage, _ => new FalseProposals())),
        new("conspiracy", "a liar lets one silo alone see a round close, the network silences that silo, and the liar proposes anew", Conspire),
        new("triple-signing", "a liar signs three envelopes, two of them for one silo alone, and never shows what closes a round", stage => Recruit(stage, _ => new TripleSigning(stage.AnySilo().Index))),
    ];

    /// <summary>One of at most f silos lies in this way too.</summary>
    public static void Recruit(FaultStage stage, Func<SimulatedSilo, Attack> attack) =>
        Recruit(stage, silo => stage.AdversaryOf(silo).Add(attack(silo)));

    private static void Recruit(FaultStage stage, Action<SimulatedSilo> begin)
    {
        if (stage.Liar() is { } silo)
        {
            stage.Count();
            begin(silo);
        }
    }

    private static Dropping Drop(FaultStage stage) => new(
        OriginSet.Of(Enumerable.Range(0, stage.Silos.Count).Where(_ => stage.Dice.OneIn(2))), alsoRecords: stage.Dice.OneIn(2));

    private static void Conspire(FaultStage stage) => Recruit(stage, liar =>
    {
        SimulatedSilo victim = stage.Silos[(liar.Index + 1) % stage.Silos.Count];
        stage.AdversaryOf(liar).Add(new LockBreaking(victim.Index));
        victim.Watch += effect =>
        {
            if (effect is Sign { Body: Precommit { IsNil: false } vote } && LockBreaking.IsBait(liar.Index, stage.Silos.Count, vote.Round, vote.View))
            {
                NetworkFaults.Silence(stage, victim.Index, stage.Dice.Between(SilencedMsMin, SilencedMsMax));
            }
        };
    });

    private static void Dribble(FaultStage stage) => Recruit(stage, silo =>
    {
        foreach (int peer in stage.Network.Paths.Around(silo.Index))
        {
            stage.Network.Paths.Between(silo.Index, peer).Clogs++;
        }
    });
}
