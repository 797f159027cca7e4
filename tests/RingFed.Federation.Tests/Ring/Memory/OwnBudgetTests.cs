using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Memory;

/// <summary>What a silo announced and its own books forgot is booked before anything else is spent.</summary>
public sealed class OwnBudgetTests
{
    private const ulong Occasion = 9;

    [Fact]
    public void What_a_neighbour_saw_it_announce_is_booked_before_it_works()
    {
        SessionBench silo = new(After(ChainOf(1)), hasListened: false);
        silo.Step(new SessionStarted());
        silo.Step(new Merged(0));

        List<RingEffect> heard = Greet(silo, 0.3);
        Assert.Equal(new BookForgotten(0.3, null), Assert.Single(heard.OfType<BookForgotten>()));
        Assert.Empty(heard.OfType<Work>());

        Assert.Single(silo.Step(new ForgottenBooked(0.3, null)).OfType<Work>());
    }

    [Fact]
    public void What_is_booked_is_not_asked_for_again_until_more_is_known()
    {
        SessionBench silo = new(After(ChainOf(1)), hasListened: false);
        silo.Step(new SessionStarted());
        Greet(silo, 0.3);
        silo.Step(new ForgottenBooked(0.3, null));

        Assert.Empty(Greet(silo, 0.2, C, link: 2).OfType<BookForgotten>());
        Assert.Equal(0.4, Assert.Single(Greet(silo, 0.4, D, link: 3).OfType<BookForgotten>()).Announced);
    }

    [Fact]
    public void Where_one_may_lie_one_alone_is_not_believed()
    {
        SessionBench silo = new(After(ChainOf(1)), Plan with { Byzantine = 1 }, hasListened: false);
        silo.Step(new SessionStarted());

        Assert.Empty(Greet(silo, 7).OfType<BookForgotten>());
        Assert.Equal(0.4, Assert.Single(Greet(silo, 0.4, C, link: 2).OfType<BookForgotten>()).Announced);
    }

    [Fact]
    public void The_mark_of_a_copy_goes_only_when_what_it_forgot_is_booked_for_that_occasion()
    {
        SessionBench silo = new(After(ChainOf(2)) with { PutBack = Occasion }, hasListened: false);
        silo.Step(new SessionStarted());
        Greet(silo, 0.1);

        List<RingEffect> answered = [.. Answers(0.3, 0.2, 0).SelectMany(answer => silo.Take(1, answer))];
        Assert.Equal(new BookForgotten(0.3, Occasion), Assert.Single(answered.OfType<BookForgotten>()));
        Assert.DoesNotContain(answered, effect => effect is PersistGuard { IsGuarded: false });

        Assert.Contains(new PersistGuard(IsGuarded: false, Occasion), silo.Step(new ForgottenBooked(0.3, Occasion)));
    }

    [Fact]
    public void What_its_own_disk_says_it_announced_is_booked_where_only_its_books_were_put_back()
    {
        SessionBench silo = new(After(ChainOf(1)) with { Announced = [0.9, 0.5, 0, 0] }, hasListened: false);

        Assert.Equal(new BookForgotten(0.5, null), Assert.Single(silo.Step(new SessionStarted()).OfType<BookForgotten>()));
    }

    [Fact]
    public void A_close_is_stored_with_what_each_silo_was_seen_to_announce()
    {
        SessionBench silo = new(Fresh with { Announced = [0, 0, 0, 0.75] });
        silo.Step(new SessionStarted());
        silo.Connect(2, C);
        silo.Take(2, Sign(EnvelopeOf(A) with { EpsilonSpent = 0.25 }));
        silo.Gather();
        silo.Propose();
        List<RingEffect> effects = silo.Aggregate();
        foreach (int voter in new[] { A, C })
        {
            effects.AddRange(silo.Settle(silo.Take(2, VoteOf(voter))));
        }

        Assert.Equal([0.25, 0, 0, 0.75], Assert.Single(effects.OfType<PersistClose>()).Announced);
    }

    private static List<RingEffect> Greet(SessionBench silo, double announced, int peer = A, int link = 1) => silo.Steps(
        new LinkOpened(link, peer, Outgoing: true),
        new MessageArrived(link, HelloOf(peer)),
        new MessageArrived(link, new Summary(-1, [], []) { Remembrance = new Remembrance([], announced) }));

    private static IEnumerable<SignedRecord> Answers(params double[] announced) => new[] { A, C, D }.Select((by, index) => Sign(new Recalled(
        Plan.Federation, Plan.Epoch, 1, Plan.Roster[by], B, 0, Plan.Nonce, IsGuarded: false, announced[index], [], 1)));
}
