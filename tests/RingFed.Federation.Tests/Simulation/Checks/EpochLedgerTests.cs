using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Simulation.Checks;
using RingFed.Simulation.Epochs;
using RingFed.Simulation.Silos;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Simulation.Checks;

/// <summary>A checker that never objects would prove nothing: each promise about epochs is broken once.</summary>
public sealed class EpochLedgerTests
{
    private const string Where = "a closed round 0";
    private readonly TopologyBook book = new();
    private readonly SignatureRegister register = new();
    private readonly List<string> objections = [];
    private readonly SimulatedTopology founding;
    private readonly SimulatedTopology next;
    private readonly EpochLedger ledger;

    public EpochLedgerTests()
    {
        founding = book.Found(["a", "b", "c", "d"], byzantine: 1, rounds: 5);
        next = book.Follow(founding, topology => topology with { Silos = [.. topology.Silos.Reverse()] });
        ledger = new EpochLedger(founding.Terms, book, register, (holds, otherwise) => objections.AddRange(holds ? [] : [otherwise]));
    }

    [Fact]
    public void An_epoch_that_two_thirds_agreed_to_begins_with_the_round_after_its_close()
    {
        Agree("a", "b", "d");
        RoundClose close = CloseWith(next.Digest);
        ledger.Began(Where, close, OriginSet.All(4));
        ledger.Entered("b", PlanOf(next, 1, close.Id));

        Assert.Empty(objections);
        Assert.Equal((2, 1, 1), (ledger.Newest.Epoch, ledger.FirstRound, ledger.Changes));
        Assert.Equal((1, 2), (ledger.TermsOf(0).Epoch, ledger.TermsOf(1).Epoch));
        Assert.Equal((0, 1), (ledger.BeginOf(0), ledger.BeginOf(7)));
    }

    [Fact]
    public void Too_few_who_agreed_are_noticed_also_when_one_of_them_has_left()
    {
        Agree("a", "b", "d");

        ledger.Began(Where, CloseWith(next.Digest), OriginSet.Of([0, 1, 2]));
        Assert.Empty(objections);

        EpochLedger other = new(founding.Terms, book, new SignatureRegister(), (holds, otherwise) => objections.AddRange(holds ? [] : [otherwise]));
        other.Began(Where, CloseWith(next.Digest), OriginSet.All(4));
        Assert.Equal("a closed round 0 with a next epoch that 0 of 4 silos agreed to, and 3 must", Assert.Single(objections));
    }

    [Fact]
    public void An_epoch_that_nobody_wrote_or_that_may_not_follow_is_noticed()
    {
        SimulatedTopology unlawful = book.Follow(founding, topology => topology with { Epoch = 9 });
        Agree(unlawful, "a", "b", "c", "d");

        ledger.Began(Where, CloseWith(DigestOf("nothing")), OriginSet.All(4));
        ledger.Began(Where, CloseWith(unlawful.Digest), OriginSet.All(4));

        Assert.Equal("a closed round 0 with a next epoch that nobody wrote", objections[0]);
        Assert.StartsWith("a closed round 0 with a next epoch that may not follow: epoch is 9", objections[1], StringComparison.Ordinal);
        Assert.Equal(2, objections.Count);
    }

    [Fact]
    public void A_silo_that_runs_an_epoch_that_no_close_began_or_began_elsewhere_is_noticed()
    {
        ledger.Entered("a", PlanOf(next, 1, DigestOf("close")));
        Agree("a", "b", "c");
        ledger.Began(Where, CloseWith(next.Digest), OriginSet.All(4));
        ledger.Entered("b", PlanOf(next, 1, DigestOf("close")));
        ledger.Entered("c", PlanOf(founding, 0, null) with { Topology = next.Digest });

        Assert.Equal(
            [
                "a runs epoch 2, which no close began",
                "b began epoch 2 with round 1 after another close than the others",
                "c runs another topology as epoch 1",
            ],
            objections);
    }

    [Fact]
    public void A_silo_that_agrees_without_its_operator_or_says_what_its_chain_does_not_show_is_noticed()
    {
        ledger.Agreed("a", next.Digest);
        ledger.Signed(new Assent("simulated", 1, 0, "a", next.Digest, 1));
        Assert.Empty(objections);

        ledger.Signed(new Assent("simulated", 1, 0, "b", next.Digest, 1));
        ledger.Signed(new Opening("simulated", 2, 1, "b", DigestOf("close"), 1));

        Assert.Equal("b agreed to a draft that its operator did not sign", objections[0]);
        Assert.StartsWith("b said that epoch 2 began with round 1 after close ", objections[1], StringComparison.Ordinal);
    }

    private void Agree(params string[] silos) => Agree(next, silos);

    private void Agree(SimulatedTopology draft, params string[] silos)
    {
        foreach (string silo in silos)
        {
            register.Add(SimulatedWorker.Sign(new Assent("simulated", 1, 0, silo, draft.Digest, 1)));
        }
    }

    private RoundClose CloseWith(Digest epoch)
    {
        ClosingProposal proposal = ClosingProposal.Of([], [], [], default, founding.Digest, epoch);
        Precommit vote = new("simulated", 1, 0, "a", 0, proposal.Id, DigestOf("sum"), new PayloadManifest(512, 256, 2, DigestOf("root")), 1, default);
        return new RoundClose(proposal, 0, [SimulatedWorker.Sign(vote)]);
    }

    private static SessionPlan PlanOf(SimulatedTopology topology, int firstRound, Digest? opening) =>
        Plan with { Epoch = topology.Epoch, Topology = topology.Digest, FirstRound = firstRound, OpeningClose = opening };
}
