using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;
using static RingFed.Federation.Tests.Ring.Liveness.SuspicionBookTests;

namespace RingFed.Federation.Tests.Ring.Liveness;

public sealed class OwnSuspicionTests
{
    private static readonly OriginSet Nobody = default;
    private static readonly OriginSet Fourth = OriginSet.Of([4]);
    private readonly SessionPlan plan = PlanOf(5);
    private readonly SuspicionBook book;
    private readonly OwnSuspicion own;

    public OwnSuspicionTests()
    {
        book = new SuspicionBook(plan);
        own = new OwnSuspicion(plan, book);
    }

    [Fact]
    public void Nothing_is_said_until_someone_is_suspected_and_then_once()
    {
        Assert.Null(own.Next(0, Nobody, 0));
        Assert.Equal(Fourth, own.Next(0, Fourth, 1)!.Unreachable);
        Assert.Null(own.Next(0, Fourth, 100_000));
    }

    [Fact]
    public void A_suspicion_is_taken_back_and_made_anew_in_the_next_round()
    {
        own.Next(0, Fourth, 0);

        Suspicion back = own.Next(0, Nobody, plan.Times.RestateMs)!;
        Suspicion next = own.Next(1, Fourth, plan.Times.RestateMs)!;

        Assert.Equal((1, Nobody), (back.Sequence, back.Unreachable));
        Assert.Equal((1, 0, Fourth), (next.Round, next.Sequence, next.Unreachable));
    }

    [Fact]
    public void A_link_that_flaps_makes_statements_ever_rarer()
    {
        int said = 0;
        for (long now = 0; now < 3_600_000; now += 1000)
        {
            said += own.Next(0, now / 1000 % 2 == 0 ? Fourth : Nobody, now) is null ? 0 : 1;
        }

        Assert.InRange(said, 10, 48);
    }

    [Fact]
    public void After_a_restart_the_sequence_goes_on_behind_what_the_others_return()
    {
        book.Note(Statement(0, 7, 2));

        Suspicion next = own.Next(0, Fourth, plan.Times.RestateMs * 64)!;

        Assert.Equal((8, Fourth), (next.Sequence, next.Unreachable));
    }

    [Fact]
    public void A_statement_of_an_earlier_life_that_is_returned_late_is_overruled()
    {
        own.Next(0, Fourth, 0);
        book.Note(Statement(0, 3, 1, 2));

        Suspicion next = own.Next(0, Fourth, plan.Times.RestateMs)!;

        Assert.Equal((4, Fourth), (next.Sequence, next.Unreachable));
    }
}
