using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Tests.Messages;

namespace RingFed.Federation.Tests.Ring.Epochs;

public sealed class EpochShelfTests
{
    private readonly EpochShelf shelf = new(new SessionPlan("ring", 4, Samples.D(1), ["a", "b", "c"], 0, 1, 5, 77, new SessionTimes()));

    [Fact]
    public void Assents_are_counted_by_draft_and_each_silo_once()
    {
        Assert.True(shelf.Add(Of("a", 1)));
        Assert.True(shelf.Add(Of("c", 1)));
        Assert.True(shelf.Add(Of("c", 2)));
        Assert.False(shelf.Add(Of("c", 1)));
        Assert.False(shelf.Add(Samples.Sign(new Assent("ring", 4, 3, "c", Samples.D(1), 1))));

        Assert.Equal(OriginSet.Of([0, 2]), shelf.SignedBy(Samples.D(1)));
        Assert.Equal(OriginSet.Of([2]), shelf.SignedBy(Samples.D(2)));
        Assert.Equal(default, shelf.SignedBy(Samples.D(3)));
    }

    [Fact]
    public void A_silo_that_agrees_to_everything_takes_no_more_than_its_own_room()
    {
        for (byte draft = 1; draft <= SessionCaps.DraftsPerSilo; draft++)
        {
            Assert.True(shelf.Add(Of("b", draft)));
        }

        Assert.False(shelf.Add(Of("b", 99)));
        Assert.True(shelf.Add(Of("c", 99)));
    }

    [Fact]
    public void Of_each_silo_one_opening_is_kept()
    {
        SignedRecord first = Samples.Sign(new Opening("ring", 4, 2, "b", Samples.D(1), 1));

        Assert.True(shelf.Add(first));
        Assert.False(shelf.Add(Samples.Sign(new Opening("ring", 4, 2, "b", Samples.D(2), 1))));
        Assert.Equal([first], shelf.Openings);
        Assert.True(shelf.Contains(first));
    }

    [Fact]
    public void Silos_that_hold_the_same_list_it_in_the_same_order()
    {
        SignedRecord[] records = [Of("a", 1), Of("b", 2), Of("c", 1), Samples.Sign(new Opening("ring", 4, 2, "b", Samples.D(1), 1))];
        EpochShelf other = new(new SessionPlan("ring", 4, Samples.D(1), ["a", "b", "c"], 1, 1, 5, 78, new SessionTimes()));
        foreach ((SignedRecord one, SignedRecord two) in records.Zip(records.Reverse()))
        {
            shelf.Add(one);
            other.Add(two);
        }

        Assert.Equal(shelf.All, other.All);
    }

    private static SignedRecord Of(string origin, byte draft) => Samples.Sign(new Assent("ring", 4, 1, origin, Samples.D(draft), 1));
}
