using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing.Model;

/// <summary>The model finds what it is there to find: with a defect planted, rounds close in two ways.</summary>
public sealed class RingCloseMutationTests
{
    // Forks were seen in about 5 of 100 runs without locks, 50 with half a quorum, 2 with forgotten votes.
    private const int SeedsMax = 500;

    [Fact]
    public void Without_locks_rounds_fork() => Forks(seed => ModelOptions.Calamity(seed) with { Rules = new NoLocks() });

    [Fact]
    public void With_a_quorum_of_half_rounds_fork() => Forks(seed => ModelOptions.Calamity(seed) with { Rules = new HalfQuorum() });

    [Fact]
    public void With_votes_forgotten_on_restart_rounds_fork() =>
        Forks(seed => ModelOptions.Calamity(seed) with { ForgetsVotes = true });

    private static void Forks(Func<int, ModelOptions> draw)
    {
        for (int seed = 0; seed < SeedsMax; seed++)
        {
            ModelRing ring = new(draw(seed));
            ring.Run();
            if (ring.Checker.HasForked)
            {
                return;
            }
        }

        Assert.Fail($"no fork in {SeedsMax} runs");
    }

    private sealed class NoLocks : VotingRules
    {
        public override bool LockAllows(VoteState own, Propose proposed) => true;
    }

    private sealed class HalfQuorum : VotingRules
    {
        public override int Quorum(int silos, int byzantine) => silos / 2;
    }
}
