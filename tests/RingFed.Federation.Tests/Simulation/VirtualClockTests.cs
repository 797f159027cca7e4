using RingFed.Simulation;

namespace RingFed.Federation.Tests.Simulation;

public sealed class VirtualClockTests
{
    private readonly VirtualClock clock = new();
    private readonly List<string> happened = [];

    [Fact]
    public void What_is_due_first_happens_first_however_far_away_it_was()
    {
        clock.After(10_000, Note("far"));
        clock.After(1, Note("near"));
        clock.After(4096, Note("edge"));

        RunAll();

        Assert.Equal(["near at 1", "edge at 4096", "far at 10000"], happened);
    }

    [Fact]
    public void Events_of_one_moment_keep_their_order_also_when_some_were_scheduled_long_before()
    {
        clock.After(9000, Note("first"));
        clock.After(9000, Note("second"));
        clock.After(8999, () => clock.After(1, Note("third")));

        RunAll();

        Assert.Equal(["first at 9000", "second at 9000", "third at 9000"], happened);
    }

    [Fact]
    public void What_is_scheduled_for_now_happens_in_this_moment()
    {
        clock.After(5, () =>
        {
            clock.After(0, Note("same moment"));
            clock.After(-3, Note("as good as now"));
        });

        RunAll();

        Assert.Equal(["same moment at 5", "as good as now at 5"], happened);
        Assert.Equal(3, clock.Happened);
    }

    [Fact]
    public void An_empty_stretch_is_skipped()
    {
        clock.After(86_400_000, Note("tomorrow"));

        RunAll();

        Assert.Equal(["tomorrow at 86400000"], happened);
        Assert.False(clock.Advance());
    }

    private Action Note(string what) => () => happened.Add($"{what} at {clock.Now}");

    private void RunAll()
    {
        while (clock.Advance())
        {
        }
    }
}
