using RingFed.Daemon.Status;
using RingFed.Daemon.Training;
using RingFed.Federation.Ring;

namespace RingFed.Daemon.Tests.Status;

public sealed class StatusTextTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_session_that_closed_all_rounds_says_what_can_be_done_now() =>
        Assert.Contains("ended: all rounds are closed; 'ringfed generate' draws", Render(new SessionEnd(SessionEnding.Completed, 3, null)));

    [Fact]
    public void A_stopped_session_says_how_many_rounds_are_kept() =>
        Assert.Contains("ended: stopped after 4 closed rounds", Render(new SessionEnd(SessionEnding.Stopped, 3, null)));

    [Fact]
    public void A_refusal_is_told_in_the_faults_own_sentence() =>
        Assert.Contains(
            "ended: refused to go on: the disk is full",
            Render(new SessionEnd(SessionEnding.Refused, 3, new SessionFault(SessionFaultCode.StorageFailed, "the disk is full"))));

    private static string Render(SessionEnd end) => StatusText.Render(
        new DaemonStatus("0.0.0", ProcessId: 1, WorkingSetBytes: 0, RemainingSeconds: null, Session(end), new TrainingProgress("ctgan", 10).Status),
        _start);

    private static SessionStatus Session(SessionEnd end) => new(
        "paris", "test", Epoch: 1, Topology: new string('0', 64), ["bologna", "paris"], Round: 3, RoundsTotal: 4, end.Closed, SessionPhase.Ended,
        _start, Awaited: [], Links: [], new TrafficStatus(0, 0, 0), new TrafficStatus(0, 0, 0), Recent: [], "mean (n = 2)", LastAlarm: null, _start, end);
}
