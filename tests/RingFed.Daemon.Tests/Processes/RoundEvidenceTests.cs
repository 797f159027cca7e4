using RingFed.Federation.Ring;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>A checker that finds nothing proves nothing: each thing that a ring must not say is said here once.</summary>
public sealed class RoundEvidenceTests
{
    private static readonly string[] Roster = ["a", "b", "c"];

    private readonly RoundEvidence _evidence = new(Roster);

    [Fact]
    public void Equal_rounds_of_all_silos_are_no_violation()
    {
        Array.ForEach(Roster, silo => _evidence.Add(silo, Record(0, "aa", Roster)));
        _evidence.Add("a", Log(new LogEvent.Started(), Closed(0, "aa"), new LogEvent.Started(), new LogEvent.Resumed(0), new LogEvent.Began(1), Closed(1, "bb")));
        _evidence.RequireAllUpTo(1);

        Assert.Empty(_evidence.Violations);
        Assert.Equal([0, 1], _evidence.Rounds);
    }

    [Fact]
    public void Two_results_of_one_round_are_found_in_status_and_log()
    {
        _evidence.Add("a", Record(0, "aa", Roster));
        _evidence.Add("b", Record(0, "bb", Roster));
        _evidence.Add("c", Log(Closed(0, "cc")));

        Assert.Equal(2, _evidence.Violations.Count);
    }

    [Fact]
    public void Different_participants_of_one_round_are_found()
    {
        _evidence.Add("a", Record(0, "aa", "a", "b"));
        _evidence.Add("b", Record(0, "aa", "a", "c"));

        Assert.Contains("another silo [a, b]", Assert.Single(_evidence.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subset_that_reads_as_all_is_found()
    {
        _evidence.Add("a", Record(0, "aa", "a", "b") with { Missed = [] });

        Assert.Contains("are not the roster", Assert.Single(_evidence.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missed_silo_without_a_reason_is_found()
    {
        _evidence.Add("a", Record(0, "aa", "a", "b") with { Missed = [new MissedSilo("c", "")] });

        Assert.Contains("without a reason", Assert.Single(_evidence.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_round_that_a_start_does_not_know_is_found()
    {
        _evidence.Add("a", Log(Closed(0, "aa"), Closed(1, "bb"), new LogEvent.Started(), new LogEvent.Resumed(0)));

        Assert.Equal(["a closed round 1 and went on after round 0"], _evidence.Violations);
    }

    [Fact]
    public void A_round_that_a_test_took_from_the_disk_may_be_closed_again_with_the_same_result_only()
    {
        LogEvent[] before = Log(Closed(0, "aa"), Closed(1, "bb"), new LogEvent.Started(), new LogEvent.Resumed(0), new LogEvent.Began(1));
        _evidence.Add("a", [.. before, Closed(1, "bb")], setBack: 1);
        Assert.Empty(_evidence.Violations);

        _evidence.Add("a", [.. before, Closed(1, "xx")], setBack: 1);
        Assert.Single(_evidence.Violations);
    }

    [Fact]
    public void A_start_without_its_rounds_is_found()
    {
        _evidence.Add("a", Log(Closed(0, "aa"), new LogEvent.Started(), new LogEvent.Began(0)));

        Assert.Contains("began round 0 again", Assert.Single(_evidence.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_was_killed_before_it_looked_is_no_violation()
    {
        _evidence.Add("a", Log(Closed(0, "aa"), new LogEvent.Started(), new LogEvent.Started(), new LogEvent.Resumed(0)));

        Assert.Empty(_evidence.Violations);
    }

    [Fact]
    public void A_round_that_nobody_recorded_is_found()
    {
        _evidence.Add("a", Log(Closed(0, "aa"), Closed(2, "cc")));
        _evidence.RequireAllUpTo(2);

        Assert.Equal(["no silo recorded round 1"], _evidence.Violations);
    }

    [Fact]
    public void The_daemons_log_lines_are_read()
    {
        const string digest = "e93951f824d21963cc649cbafe073d966b5c171fc5de0043f4e113d7812b3a0a";
        IReadOnlyList<LogEvent> events = SiloLog.Parse(
            $"""
            2026-11-21T13:48:03.706Z info: RingFed.Federation.Transport.SessionDriver[2000] berlin listens for the ring on 127.0.0.1:44205; topology 0715
            2026-11-21T13:48:03.975Z info: RingFed.Federation.Transport.SessionDriver[2001] goes on after round 3 from state/ring
            2026-11-21T13:48:06.040Z info: RingFed.Federation.Transport.SessionDriver[2008] Parameters round 4 begins
            2026-11-21T13:48:08.522Z info: RingFed.Federation.Transport.SessionDriver[2009] Parameters round 4 closed in 2.5 s: aggregate {digest}, 3 merged, 0 missed, 12 chunk bytes out
            """);

        Assert.Equal([new LogEvent.Started(), new LogEvent.Resumed(3), new LogEvent.Began(4), Closed(4, digest)], events);
    }

    private static LogEvent[] Log(params LogEvent[] events) => events;

    private static LogEvent.Closed Closed(int round, string digest) => new(round, digest);

    private static RoundRecord Record(int round, string digest, params string[] merged) => new(
        round, RoundKind.Parameters, merged, [.. Roster.Except(merged).Select(silo => new MissedSilo(silo, "unreachable"))], digest, "mean", 0, 0, 0, 0);
}
