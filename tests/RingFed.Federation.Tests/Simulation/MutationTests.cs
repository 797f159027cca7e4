using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;
using RingFed.Federation.Tests.Simulation.Scenarios;
using RingFed.Simulation;
using RingFed.Simulation.Faults;

namespace RingFed.Federation.Tests.Simulation;

/// <summary>
/// Plants a defect and expects the checkers to object within some seeds. A defect that went unnoticed would mean that
/// the other simulation tests prove nothing about it.
/// </summary>
public sealed class MutationTests
{
    [Fact]
    public void A_ring_without_locks_forks() =>
        RequireCaught(new PlantedDefects { Rules = new NoLocks() }, "conspiracy", 4, 1, 20, "on other updates");

    [Fact]
    public void A_quorum_of_half_the_ring_forks() =>
        RequireCaught(new PlantedDefects { Rules = new HalfQuorum() }, "partitions,flapping", 4, 0, 50, "a minority");

    [Fact]
    public void Votes_that_a_restart_forgets_are_cast_twice() =>
        RequireCaught(new PlantedDefects { ForgetsVotes = true }, "crashes,power-cuts,delays", 4, 0, 100, "signed two different records");

    [Fact]
    public void A_restored_backup_that_signs_is_noticed() =>
        RequireCaught(new PlantedDefects { IgnoresOwnPast = true }, "backups,stragglers", 4, 0, 100, "signed two");

    [Fact]
    public void A_restored_backup_that_signs_in_neighbour_exchange_is_noticed() => RequireCaught(
        new PlantedDefects { IgnoresOwnPast = true }, "backups,stragglers", 4, 0, 100, "signed two", exchangesWithNeighbours: true);

    [Fact]
    public void An_update_counted_twice_is_noticed() =>
        RequireCaught(new PlantedDefects { CountsTwice = true }, "none", 4, 0, 1, "counted an update of round 0 twice");

    [Fact]
    public void A_chunk_taken_without_its_proof_is_noticed() =>
        RequireCaught(new PlantedDefects { AcceptsAnyChunk = true }, "tampering", 4, 1, 20, "without all payloads");

    [Fact]
    public void A_silo_that_is_blamed_for_what_an_honest_one_would_not_say_is_noticed() =>
        RequireCaught(new PlantedDefects { SummarisesTwice = true }, "none", 4, 0, 1, "which is honest: UnexpectedFrame");

    [Fact]
    public void An_epoch_that_too_few_agreed_to_is_noticed() =>
        RequireCaught(new PlantedDefects { AcceptsAnyAssent = true }, "false-drafts", 4, 1, 20, "silos agreed to, and");

    [Fact]
    public void A_silo_that_goes_on_in_the_next_epoch_without_a_close_is_noticed() =>
        RequireCaught(new PlantedDefects { SwitchesWithoutClose = true }, "epochs", 4, 0, 20, "which no close began");

    /// <summary>What it is told it then cannot prove, so it waits for ever.</summary>
    [Fact]
    public void A_silo_that_enters_on_one_word_is_noticed()
    {
        SimulationReport report = EpochScenarios.ANewSiloHearsALiarAlone().Run(new PlantedDefects { EntersOnOneWord = true });

        Assert.Contains(report.Stalled, stalled => stalled.StartsWith("spare-000 ", StringComparison.Ordinal));
    }

    private static void RequireCaught(PlantedDefects defects, string faults, int silos, int byzantine, int seeds, string objection, bool exchangesWithNeighbours = false)
    {
        List<string> objections = [];
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            SimulationOptions options = new()
            {
                Seed = seed,
                Silos = silos,
                Byzantine = byzantine,
                Faults = FaultCatalogue.Parse(faults),
                ExchangesWithNeighbours = exchangesWithNeighbours,
            };
            objections.AddRange(new SimulatedRing(options, defects: defects).Run().Violations);
            if (objections.Exists(one => one.Contains(objection, StringComparison.Ordinal)))
            {
                return;
            }
        }

        Assert.Fail($"nobody noticed in {seeds} seeds; objections: {string.Join("; ", objections.Distinct().Take(5))}");
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
