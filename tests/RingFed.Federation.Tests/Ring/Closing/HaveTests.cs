using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Closing;

namespace RingFed.Federation.Tests.Ring.Closing;

public sealed class HaveTests
{
    private readonly ClosingBench bench = new(silos: 80, self: 79);

    [Fact]
    public void A_silo_that_holds_nothing_says_so_once()
    {
        bench.Take(bench.Records.Have(0, 0));

        Assert.Empty(Assert.IsType<Have>(Assert.Single(bench.Signs())).Held);
        Assert.Empty(bench.Signs());
    }

    [Fact]
    public void A_later_view_brings_another_have_when_more_is_held()
    {
        Begin();
        bench.Hold(0);
        Assert.Empty(bench.Signs());

        Assert.Equal((1, 1), SignedInView(1));
        Assert.Null(SignedInView(2));
    }

    [Fact]
    public void Updates_of_silos_with_two_envelopes_and_of_convicted_ones_are_not_stated()
    {
        bench.Hold(0, 1, 2);
        bench.Take(bench.Records.Envelope(1, "other"));
        bench.Facts.Convicted = OriginSet.Of([2]);

        bench.Take(bench.Records.Have(0, 0));

        Assert.Equal([0], Assert.IsType<Have>(bench.Signs()[0]).Held.Select(update => update.Origin));
    }

    [Fact]
    public void After_four_haves_each_waits_for_twice_as_many_views_and_the_eighth_is_the_last()
    {
        Begin();
        List<int> views = [];
        for (int view = 1; view <= 70; view++)
        {
            bench.Hold(view);
            if (SignedInView(view) is not null)
            {
                views.Add(view);
            }
        }

        Assert.Equal([1, 2, 3, 4, 8, 16, 32], views);
    }

    [Fact]
    public void The_sequence_goes_on_after_a_restart()
    {
        Begin();
        bench.Restart();
        Assert.Empty(bench.Signs());
        bench.Hold(0);

        Assert.Equal((1, 1), SignedInView(1));
    }

    [Fact]
    public void A_sequence_that_others_have_seen_is_not_used_again_even_when_the_disk_forgot_it()
    {
        Begin();
        bench.Restart(VoteState.Start);
        bench.Hold(0);

        Assert.Equal(1, Assert.IsType<Have>(Assert.Single(bench.Signs())).Sequence);
    }

    [Fact]
    public void What_a_crash_took_is_taken_back_when_the_next_view_begins()
    {
        bench.Hold(0, 1);
        Begin();
        bench.Facts.Lose(bench.Envelopes[0]);
        bench.Restart();
        Assert.Empty(bench.Signs());

        Assert.Equal((1, 1), SignedInView(1));
        Assert.Null(SignedInView(2));
    }

    private void Begin()
    {
        bench.Take(bench.Records.Have(0, 0));
        bench.Run();
    }

    /// <returns>Sequence and number of updates of the have signed when the view begins; null for none.</returns>
    private (int Sequence, int Held)? SignedInView(int view)
    {
        bench.Take(bench.Records.Prevote(0, view));
        return bench.Signs().OfType<Have>().SingleOrDefault() is { } have ? (have.Sequence, have.Held.Count) : null;
    }
}
