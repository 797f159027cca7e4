using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Liveness;

namespace RingFed.Federation.Tests.Ring.Liveness;

public sealed class SuspicionBookTests
{
    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(8, 0, 2)]
    [InlineData(4, 1, 2)]
    [InlineData(8, 2, 3)]
    public void So_many_silos_make_another_absent_that_one_of_them_is_honest_and_two_where_there_are_two(int silos, int f, int needed)
    {
        SuspicionBook book = new(PlanOf(silos, f));
        for (int accuser = 0; accuser < needed; accuser++)
        {
            Assert.True(book.Absent(0, OriginSet.All(silos)).IsEmpty);
            book.Note(Statement(accuser, 0, silos - 1));
        }

        Assert.Equal([silos - 1], book.Absent(0, OriginSet.All(silos)).ToList());
    }

    [Fact]
    public void One_silo_that_accuses_often_counts_once_and_one_that_has_left_not_at_all()
    {
        SuspicionBook book = new(PlanOf(5));
        book.Note(Statement(1, 0, 4));
        book.Note(Statement(1, 1, 4, 3));

        Assert.True(book.Absent(0, OriginSet.All(5)).IsEmpty);
        book.Note(Statement(2, 0, 4));
        Assert.Equal([4], book.Absent(0, OriginSet.All(5)).ToList());
        Assert.True(book.Absent(0, OriginSet.Of([0, 1, 3, 4])).IsEmpty);
    }

    [Fact]
    public void A_silo_that_names_itself_is_not_waited_for_and_not_taken_for_unreachable()
    {
        SuspicionBook book = new(PlanOf(8, f: 2));
        book.Note(Statement(4, 0, 4));

        Assert.Equal([4], book.Absent(0, OriginSet.All(8)).ToList());
        Assert.True(book.HasWithdrawn(0, 4));
        Assert.True(book.AccusersOf(0, 4).IsEmpty);

        book.Note(Statement(4, 1));
        Assert.True(book.Absent(0, OriginSet.All(8)).IsEmpty);
    }

    [Fact]
    public void A_newer_statement_takes_an_older_one_back_and_an_older_one_changes_nothing()
    {
        SuspicionBook book = new(PlanOf(5));
        book.Note(Statement(1, 0, 4));
        book.Note(Statement(2, 5, 4));

        Assert.True(book.Note(Statement(1, 1)));
        Assert.False(book.Note(Statement(2, 4)));
        Assert.Equal([2], book.AccusersOf(0, 4).ToList());
        Assert.True(book.Absent(0, OriginSet.All(5)).IsEmpty);
    }

    [Fact]
    public void Of_two_statements_in_one_place_the_same_one_counts_everywhere_whichever_came_first()
    {
        SignedRecord[] both = [Statement(1, 3, 4), Statement(1, 3, 2)];
        SuspicionBook one = new(PlanOf(5));
        SuspicionBook other = new(PlanOf(5));

        Array.ForEach(both, record => one.Note(record));
        Array.ForEach([.. both.Reverse()], record => other.Note(record));

        Assert.Equal(one.NewestOf(0, 1), other.NewestOf(0, 1));
    }

    [Fact]
    public void What_was_said_of_one_round_does_not_count_in_another_and_is_forgotten_when_it_closed()
    {
        SuspicionBook book = new(PlanOf(3));
        book.Note(Statement(0, 0, 2));
        book.Note(Statement(1, 0, 2));

        Assert.True(book.Absent(1, OriginSet.All(3)).IsEmpty);
        book.ReleaseUntil(0);
        Assert.Null(book.NewestOf(0, 1));
    }

    internal static SessionPlan PlanOf(int silos, int f = 0, int self = 0) => new(
        "ring", 1, Digest.None, [.. Enumerable.Range(0, silos).Select(silo => $"silo-{silo:d2}")], self, 1, 3, 1, new SessionTimes())
    {
        Byzantine = f,
    };

    internal static SignedRecord Statement(int origin, int sequence, params int[] unreachable) => SessionBench.Sign(
        new Suspicion("ring", 1, 0, $"silo-{origin:d2}", sequence, OriginSet.Of(unreachable), 1));
}
