using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Neighbour;
using RingFed.Federation.Tests.Ring.Neighbour;
using RingFed.Simulation;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Silos;

namespace RingFed.Federation.Tests.Simulation.Checks;

/// <summary>The silo is b of the ring a, b, c, d.</summary>
public sealed class ExchangeLedgerTests
{
    private static readonly SessionPlan Plan = NeighbourBench.Plan;
    private readonly List<string> violations = [];
    private readonly SimulatedStore store = new();
    private readonly HashSet<Envelope> signed = [];
    private readonly ExchangeLedger ledger;

    public ExchangeLedgerTests() => ledger = new ExchangeLedger(Plan.Roster, signed.Contains, (holds, otherwise) =>
    {
        if (!holds)
        {
            violations.Add(otherwise);
        }
    });

    [Fact]
    public void Whole_signed_updates_of_both_sides_are_in_order()
    {
        Ask(0, Held(NeighbourBench.A), Held(NeighbourBench.C));
        Store(0, NeighbourBench.EnvelopeOf(NeighbourBench.A), NeighbourBench.EnvelopeOf(NeighbourBench.C));
        Store(1, NeighbourBench.EnvelopeOf(NeighbourBench.A, 1));

        Assert.Empty(violations);
    }

    [Fact]
    public void An_update_that_nobody_signed_is_found()
    {
        Envelope update = Held(NeighbourBench.A);
        signed.Clear();

        Ask(0, update);

        Assert.Contains("did not sign", Assert.Single(violations), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_is_not_here_whole_is_found()
    {
        Envelope update = NeighbourBench.EnvelopeOf(NeighbourBench.A);
        signed.Add(update);

        Ask(0, update);

        Assert.Contains("without all of", Assert.Single(violations), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_counted_twice_is_found_within_a_round_and_over_rounds()
    {
        Envelope update = Held(NeighbourBench.A);

        Ask(0, update, update);
        Store(0, update);
        Store(1, update);

        Assert.Contains("two updates of one silo", violations[0], StringComparison.Ordinal);
        Assert.Contains("again", violations[1], StringComparison.Ordinal);
        Assert.Equal(2, violations.Count);
    }

    [Fact]
    public void A_third_update_is_found()
    {
        Ask(0, Held(NeighbourBench.A), Held(NeighbourBench.C), Held(NeighbourBench.D));

        Assert.Contains("with 3 updates", Assert.Single(violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_round_merged_again_is_found_unless_the_disk_was_set_back()
    {
        Store(1);
        Store(1);
        Assert.Contains("stored round 1 after 1", Assert.Single(violations), StringComparison.Ordinal);

        ledger.SetBack(Plan, null);
        Store(0);

        Assert.Single(violations);
    }

    private Envelope Held(int silo)
    {
        Envelope update = NeighbourBench.EnvelopeOf(silo);
        signed.Add(update);
        store.Fill(new ItemId(0, silo, update.Payload.Root), update.Payload);
        return update;
    }

    private void Ask(int round, params Envelope[] updates) => ledger.Asked(Plan, new MergeUpdates(round, updates), store);

    private void Store(int round, params Envelope[] updates) =>
        ledger.Merged(Plan.Self, new NeighbourResult(round, [], [], 0, []), updates);
}
