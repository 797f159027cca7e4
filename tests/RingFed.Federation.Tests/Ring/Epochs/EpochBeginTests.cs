using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using static RingFed.Federation.Tests.Ring.SessionBench;

namespace RingFed.Federation.Tests.Ring.Epochs;

/// <summary>Silos that were there say where an epoch began, for those that are new in it.</summary>
public sealed class EpochBeginTests
{
    private static readonly RoundClose Last = CloseOf(0);

    /// <summary>Epoch 2 of a, b, c, d, in which d is new; b's session.</summary>
    private static readonly SessionPlan WithNewcomer = Plan with
    {
        Epoch = 2,
        ParameterRounds = 6,
        Previous = DigestOf("before"),
        FirstRound = 1,
        OpeningClose = Last.Id,
        Earlier = [new EarlierEpoch(1, DigestOf("before"), 0, ["a", "b", "c"])],
    };

    private static readonly Opening Own = OpeningOf(B);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_silo_that_was_there_says_where_the_epoch_began_also_while_its_memory_is_old(bool isPutBack)
    {
        SessionBench bench = new(After([Last]) with { PutBack = isPutBack ? 1ul : null }, WithNewcomer, hasListened: false);

        Assert.Equal(Own, Assert.Single(OpeningsSigned(bench.Step(new SessionStarted()))));
        Connect(bench, 1, C);
        Assert.Contains(bench.Step(new Signed(Sign(Own))), effect => effect is Send { Link: 1, Message: RecordMessage { Record.Body: Opening } });
        Assert.Contains(Connect(bench, 2, A), effect => effect is Send { Link: 2, Message: RecordMessage { Record.Body: Opening } });
    }

    [Fact]
    public void Where_nobody_is_new_it_says_so_all_the_same_because_who_was_new_before_may_have_been_away()
    {
        SessionPlan plan = WithNewcomer with { Earlier = [WithNewcomer.Earlier[0] with { Roster = ["d", "c", "b", "a"] }] };

        Assert.Equal(Own, Assert.Single(OpeningsSigned(new SessionBench(After([Last]), plan, hasListened: false).Step(new SessionStarted()))));
    }

    [Fact]
    public void A_silo_that_is_new_itself_says_nothing_of_where_the_epoch_began()
    {
        SessionPlan plan = WithNewcomer with { Earlier = [WithNewcomer.Earlier[0] with { Roster = ["a", "c", "d"] }] };

        Assert.Empty(OpeningsSigned(new SessionBench(After([Last]), plan, hasListened: false).Step(new SessionStarted())));
    }

    [Fact]
    public void Its_own_word_that_comes_back_is_no_sign_of_an_old_memory()
    {
        SessionBench bench = new(After([Last]), WithNewcomer, hasListened: false);
        bench.Step(new SessionStarted());
        Connect(bench, 1, C);

        List<RingEffect> effects = bench.Take(1, Sign(Own));

        Assert.Contains(effects, effect => effect is VerifyRecord);
        Assert.DoesNotContain(effects, effect => effect is PersistGuard or RaiseAlarm);
        Assert.Null(bench.Snapshot.Guard);
        Assert.Empty(bench.Step(new Signed(Sign(Own))));
    }

    [Fact]
    public void Of_a_liar_one_word_is_kept_and_passed_on_and_no_second()
    {
        SessionBench bench = new(After([Last]), WithNewcomer, hasListened: false);
        bench.Step(new SessionStarted());
        Connect(bench, 1, C);
        Connect(bench, 2, A);

        Assert.Contains(bench.Take(1, Sign(OpeningOf(C) with { Round = 3 })), effect => effect is Send { Link: 2, Message: RecordMessage });
        Assert.Empty(bench.Step(new MessageArrived(1, new RecordMessage(Sign(OpeningOf(C) with { Round = 4 })))));
    }

    private static Opening OpeningOf(int silo) => new(Plan.Federation, 2, 1, Plan.Roster[silo], Last.Id, 1);

    private static IEnumerable<Opening> OpeningsSigned(List<RingEffect> effects) =>
        effects.OfType<Sign>().Select(sign => sign.Body).OfType<Opening>();

    private static List<RingEffect> Connect(SessionBench bench, int link, int peer) => bench.Steps(
        new LinkOpened(link, peer, Outgoing: true),
        new MessageArrived(link, HelloOf(peer) with { VersionMax = 2, Epoch = 2 }),
        new MessageArrived(link, new Summary(0, [], [])));
}
