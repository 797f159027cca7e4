using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Memory;

/// <summary>Silos that are new in an epoch can know nothing of what another one signed in it, and prove nothing about it.</summary>
public sealed class NewcomerTests
{
    private static readonly IReadOnlyList<RoundClose> Before = ChainOf(2);

    /// <summary>Epoch 2 from round 2 on; b's session, which was in epoch 1.</summary>
    private static readonly SessionPlan Second = Plan with
    {
        Epoch = 2,
        ParameterRounds = 6,
        Previous = DigestOf("before"),
        FirstRound = 2,
        OpeningClose = Before[^1].Id,
        Earlier = [new EarlierEpoch(1, DigestOf("before"), 0, ["b", "d"])],
    };

    [Fact]
    public void Answers_of_silos_that_are_still_in_rounds_before_the_epoch_do_not_set_a_guarded_silo_free()
    {
        SessionBench silo = new(After(Before) with { PutBack = 9 }, Second with { Byzantine = 1 }, hasListened: false);
        silo.Step(new SessionStarted());
        Meet(silo, 1, C, closed: -1);

        List<RingEffect> effects = [.. new[] { A, C, D }.SelectMany(other => silo.Take(1, AnswerOf(other)))];

        Assert.Empty(effects.OfType<BookForgotten>());
        Assert.Equal("the close of round 3", silo.Snapshot.Guard!.WaitsFor.Split(',')[0]);
    }

    [Fact]
    public void A_silo_that_still_works_through_rounds_before_the_epoch_answers_with_the_first_of_the_epoch()
    {
        SessionBench silo = new(Fresh with { Decided = Before }, Second, hasListened: false);
        silo.Step(new SessionStarted());
        Meet(silo, 1, C, closed: 1);

        List<RingEffect> effects = silo.Take(1, Sign(new Recall(Plan.Federation, 2, 2, "c", 0, 7, 1)));

        Assert.Equal(2, Assert.Single(effects.OfType<Sign>().Select(sign => sign.Body).OfType<Recalled>()).Round);
    }

    [Fact]
    public void A_silo_between_two_that_are_new_signs_nothing_until_it_has_heard_one_behind_them()
    {
        SessionBench silo = Listening();

        Assert.Contains(new OpenEdge(D), silo.Step(new Tick()));
        Assert.Empty(EnvelopesSigned(silo.TickUntil(2 * Plan.Times.StallMs)));
        Assert.Single(EnvelopesSigned(Meet(silo, 3, D, closed: 1)));
    }

    [Fact]
    public void Where_nobody_else_is_there_one_that_has_caught_up_and_had_time_is_enough()
    {
        SessionBench silo = Listening();
        silo.TickUntil(Plan.Times.StallMs);

        Assert.Empty(EnvelopesSigned(silo.Step(new MessageArrived(1, new Progress(1)))));
        Assert.Empty(EnvelopesSigned(silo.TickUntil((2 * Plan.Times.StallMs) - 1)));
        Assert.Single(EnvelopesSigned(silo.TickUntil(2 * Plan.Times.StallMs)));
    }

    /// <summary>Its work of the first round is done, and both its neighbours are new.</summary>
    private static SessionBench Listening()
    {
        SessionBench silo = new(After(Before), Second, hasListened: false);
        silo.Steps(new SessionStarted(), new Merged(1));
        Meet(silo, 1, A, closed: -1);
        Meet(silo, 2, C, closed: -1);
        Assert.Empty(EnvelopesSigned(silo.Steps(new WorkDone(2, PartOf(B, 2)), new PayloadPersisted(2))));
        return silo;
    }

    private static SignedRecord AnswerOf(int silo) =>
        Sign(new Recalled(Plan.Federation, 2, 0, Plan.Roster[silo], B, 0, Plan.Nonce, false, 0, [], 1));

    private static IEnumerable<Envelope> EnvelopesSigned(List<RingEffect> effects) =>
        effects.OfType<Sign>().Select(sign => sign.Body).OfType<Envelope>();

    private static List<RingEffect> Meet(SessionBench bench, int link, int peer, int closed) => bench.Steps(
        new LinkOpened(link, peer, Outgoing: true),
        new MessageArrived(link, HelloOf(peer) with { VersionMax = 2, Epoch = 2 }),
        new MessageArrived(link, new Summary(closed, [], [])));
}
