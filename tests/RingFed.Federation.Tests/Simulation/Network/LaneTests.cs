using RingFed.Simulation;
using RingFed.Simulation.Network;

namespace RingFed.Federation.Tests.Simulation.Network;

public sealed class LaneTests
{
    private readonly VirtualClock clock = new();
    private readonly NetPath path = new() { DelayMsMax = 50 };
    private readonly List<string> arrived = [];
    private readonly Lane lane;

    public LaneTests() => lane = new Lane(clock, new Dice(1), path);

    [Fact]
    public void Messages_arrive_in_the_order_in_which_they_were_sent_whatever_each_takes()
    {
        path.LostPerMille = 300;
        for (int number = 0; number < 200; number++)
        {
            Send($"{number}");
        }

        RunAll();

        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"{number}"), arrived);
    }

    [Fact]
    public void Nothing_comes_through_a_blocked_path_and_nothing_is_lost_when_it_opens_again()
    {
        Send("on its way");
        path.Block();
        Send("not sent yet");
        RunAll();
        Assert.Empty(arrived);

        path.Unblock();
        RunAll();

        Assert.Equal(["on its way", "not sent yet"], arrived);
    }

    [Fact]
    public void A_path_blocked_twice_opens_with_the_second_unblocking()
    {
        path.Block();
        path.Block();
        Send("patient");
        path.Unblock();
        RunAll();
        Assert.Empty(arrived);

        path.Unblock();
        RunAll();

        Assert.Equal(["patient"], arrived);
    }

    [Fact]
    public void A_clogged_path_takes_its_time_and_lets_messages_pass_before_chunks()
    {
        path.Clogs = 1;
        Send("chunk 0", 20_000, isChunk: true);
        Send("chunk 1", 20_000, isChunk: true);
        Send("vote", 200);

        RunAll();

        Assert.Equal(["chunk 0", "vote", "chunk 1"], arrived);
        Assert.InRange(clock.Now, 20_000, 20_300);
    }

    [Fact]
    public void What_was_not_delivered_when_a_connection_ends_never_is()
    {
        Send("late");
        lane.TakeDown();
        Send("later");

        RunAll();

        Assert.Empty(arrived);
    }

    private void Send(string what, long bytes = 100, bool isChunk = false) =>
        lane.Send(new Parcel(bytes, () => arrived.Add(what), null), isChunk);

    private void RunAll()
    {
        while (clock.Advance())
        {
        }
    }
}
