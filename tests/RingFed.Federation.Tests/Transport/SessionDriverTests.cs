using Microsoft.Extensions.Logging.Abstractions;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

public sealed class SessionDriverTests
{
    private const int Parameters = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task All_silos_close_all_rounds_with_equal_digests(int silos)
    {
        using LoopbackRing ring = new(silos, rounds: 3);
        ArtificialWorker[] workers = Workers(silos);

        await RunToEndAsync(ring, workers);

        AssertEqualResults(workers, rounds: 4);
        Assert.Equal(Enumerable.Range(0, silos), workers[0].Merged[0].Gathered.Select(payload => payload.Origin));
        Assert.All(workers[0].Merged[0].Gathered, payload => Assert.Equal([1, (byte)payload.Origin, 0], payload.Payload.ToArray()));
        Assert.All(workers[0].Merged, result => Assert.Equal(ring.Topology.Silos.Select(silo => silo.Id), result.Record.Merged));
    }

    [Fact]
    public async Task The_agreed_parameters_are_the_base_plus_the_mean_of_the_differences()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 1, rule: "mean");
        ArtificialWorker[] workers = Workers(3);

        await RunToEndAsync(ring, workers);

        float[] agreed = workers[1].Merged[1].Parameters.ToArray();
        Assert.Equal(Enumerable.Range(0, Parameters).Select(i => 0.5f * ((i % 7) + 1)), agreed);
    }

    [Theory]
    [InlineData(UpdateCodec.Float32, 4)]
    [InlineData(UpdateCodec.Bfloat16, 2)]
    public async Task Chunk_bytes_out_stay_within_five_percent_of_n_minus_one_payloads(UpdateCodec codec, int bytesPerValue)
    {
        using LoopbackRing ring = new(silos: 4, rounds: 2, codec);
        ArtificialWorker[] workers = Workers(4);

        await RunToEndAsync(ring, workers);

        long payload = (long)Parameters * bytesPerValue;
        Assert.All(
            workers.SelectMany(worker => worker.Merged).Where(result => result.Kind == RoundKind.Parameters),
            result => Assert.InRange(result.Record.BytesOutChunks, 3 * payload, 3 * payload * 105 / 100));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public async Task A_silo_stopped_after_it_published_goes_on_with_the_same_update(long budget)
    {
        using LoopbackRing ring = new(silos: 4, rounds: 3) { Adjust = (_, options) => options with { MemoryBudgetBytes = budget } };
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(4, (silo, round) => silo == 1 && round == 2 ? release.Task : Task.CompletedTask);
        RunningSilo[] silos = Start(ring, workers);
        await silos[3].Driver.UntilAsync(status => status is { Round: 2, Phase: SessionPhase.Exchanging });

        Assert.Equal(SessionEnding.Stopped, (await silos[3].StopAsync()).Ending);
        ArtificialWorker again = new(3, Parameters) { BeforeWork = round => Assert_NotWorkedTwice(round, 2) };
        using RunningSilo restarted = new(ring, 3, again);
        await restarted.Driver.UntilAsync(status => status is { Round: 2, Phase: SessionPhase.Exchanging });
        release.SetResult();

        SessionEnd[] ends = await Task.WhenAll(silos[0].End, silos[1].End, silos[2].End, restarted.End).WaitAsync(Patience);
        Assert.All(ends, end => Assert.Equal(SessionEnding.Completed, end.Ending));
        Assert.Equal([0, 1, 2, 3], again.Merged.Select(result => result.Round));
        Assert.Equal(workers[0].Merged[^1].Record.AggregateDigest, again.Merged[^1].Record.AggregateDigest);
    }

    [Fact]
    public async Task A_ring_stopped_as_a_whole_goes_on_where_it_was_although_one_newest_result_is_damaged()
    {
        using LoopbackRing ring = new(silos: 4, rounds: 4);
        TaskCompletionSource never = new();
        ArtificialWorker[] workers = Workers(4, (silo, round) => silo == 1 && round == 3 ? never.Task : Task.CompletedTask);
        RunningSilo[] silos = Start(ring, workers);
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status.Round == 3)));
        await Task.WhenAll(silos.Select(silo => silo.StopAsync()));
        FlipOneBit(Directory.GetFiles(ring.StateOf(0), "parameters-*2.ring").Single());

        ArtificialWorker[] after = Workers(4);
        await RunToEndAsync(ring, after);

        // The other three are a quorum: they may have closed round 3 before the damaged one asks, which then takes the newest.
        Assert.Contains(after[0].Merged.Select(result => result.Round).ToArray(), new int[][] { [0, 1, 2, 3, 4], [0, 1, 3, 4], [0, 1, 4] });
        Assert.Equal([0, 2, 3, 4], after[1].Merged.Select(result => result.Round));
        Dictionary<int, string> agreed = after[1].Merged.ToDictionary(result => result.Round, result => result.Record.AggregateDigest);
        Assert.All(after[0].Merged.Skip(2), result => Assert.Equal(agreed[result.Round], result.Record.AggregateDigest));
        Assert.Equal(workers[1].Merged[2].Record.AggregateDigest, agreed[2]);
    }

    [Fact]
    public async Task What_a_silo_announced_is_booked_from_the_others_disks_when_its_own_was_put_back()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 5);
        TaskCompletionSource never = new();
        ArtificialWorker[] workers = [.. Enumerable.Range(0, 3).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            EpsilonPerRound = 0.25,
            BeforeWork = round => silo == 1 && round == 3 ? never.Task : Task.CompletedTask,
        })];
        RunningSilo[] silos = Start(ring, workers);
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status.Round == 3)));
        await Task.WhenAll(silos.Select(silo => silo.StopAsync()));
        Directory.Delete(ring.StateOf(0), recursive: true);
        Directory.CreateDirectory(ring.StateOf(0));
        StateMark.Set(ring.StateOf(0));

        ArtificialWorker[] after = Workers(3);
        await RunToEndAsync(ring, after);

        ForgottenSpending booked = Assert.Single(after[0].Booked, one => one.Occasion is not null);
        Assert.InRange(booked.EpsilonAnnounced, 0.5, 0.75);
        Assert.False(StateMark.IsSet(ring.StateOf(0)));
    }

    [Fact]
    public async Task A_silo_whose_own_payload_is_damaged_after_its_vote_takes_the_result_from_the_others()
    {
        using LoopbackRing ring = new(silos: 4, rounds: 4);
        TaskCompletionSource never = new();
        ArtificialWorker[] workers = Workers(4, (silo, round) => silo == 1 && round == 3 ? never.Task : Task.CompletedTask);
        RunningSilo[] silos = Start(ring, workers);
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status.Round == 3)));
        await Task.WhenAll(silos.Select(silo => silo.StopAsync()));
        FlipOneBit(Directory.GetFiles(ring.StateOf(0), "parameters-*2.ring").Single());
        FlipOneBit(Directory.GetFiles(ring.StateOf(0), "payload-*2.ring").Single());

        ArtificialWorker[] after = Workers(4);
        await RunToEndAsync(ring, after);

        // The other three are a quorum: when they have closed round 3 before it asks, it fetches that result, or the last.
        Assert.Contains(after[0].Merged.Select(result => result.Round).ToArray(), new int[][] { [0, 1, 2, 3, 4], [0, 1, 3, 4], [0, 1, 4] });
        RoundRecord fetched = after[0].Merged[2].Record;
        RoundRecord computed = after[1].Merged.First(result => result.Round == fetched.Round).Record;
        Assert.Equal(computed.AggregateDigest, fetched.AggregateDigest);
        Assert.Equal(computed.Merged, fetched.Merged);
        if (fetched.Round == 2)
        {
            Assert.Equal(computed.PayloadBytes, fetched.PayloadBytes);
        }
    }

    [Fact]
    public async Task A_state_directory_of_which_no_closed_round_can_be_read_is_refused_before_anything_starts()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        await RunToEndAsync(ring, Workers(2));
        string[] closed = Directory.GetFiles(ring.StateOf(0), "close-*.ring");
        Array.ForEach(closed, FlipOneBit);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters));

        DamagedStateException refused = await Assert.ThrowsAsync<DamagedStateException>(() => silo.End);

        Assert.All(closed, path => Assert.Contains(path, refused.Message));
    }

    [Fact]
    public async Task A_silo_that_cannot_know_what_it_signed_is_refused_instead_of_signing_again()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        TaskCompletionSource never = new();
        using RunningSilo first = new(ring, 0, new ArtificialWorker(0, Parameters));
        using RunningSilo other = new(ring, 1, new ArtificialWorker(1, Parameters) { BeforeWork = _ => never.Task });
        await first.Driver.UntilAsync(status => status is { Round: 0, Phase: SessionPhase.Exchanging });
        await first.StopAsync();
        FlipOneBit(Directory.GetFiles(ring.StateOf(0), "votes-*.ring").Single());
        using RunningSilo again = new(ring, 0, new ArtificialWorker(0, Parameters));

        DamagedStateException refused = await Assert.ThrowsAsync<DamagedStateException>(() => again.End);

        Assert.Contains("round 0", refused.Message);
    }

    /// <remarks>Of many closes some came out of order while each was read from the disk by itself: the silo then never caught up.</remarks>
    [Theory]
    [InlineData(5, false)]
    [InlineData(9, false)]
    [InlineData(5, true)]
    public async Task A_silo_that_was_away_for_rounds_takes_over_the_sum_and_the_newest_parameters_and_goes_on(
        int rounds, bool isOneCloseDamagedAtOneNeighbour)
    {
        int held = rounds - 1;
        using LoopbackRing ring = new(silos: 3, rounds) { Adjust = (_, options) => options with { Suspicion = TimeSpan.FromSeconds(1) } };
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(3, (_, round) => round == held ? release.Task : Task.CompletedTask);
        using RunningSilo first = new(ring, 0, workers[0]);
        using RunningSilo second = new(ring, 1, workers[1]);
        await Task.WhenAll(new[] { first, second }.Select(silo => silo.Driver.UntilAsync(status => status.Round == held)));

        if (isOneCloseDamagedAtOneNeighbour)
        {
            FlipOneBit(Directory.GetFiles(ring.StateOf(0), "close-*2.ring").Single());
        }

        ArtificialWorker late = new(2, Parameters) { BeforeWork = _ => Task.CompletedTask };
        using RunningSilo third = new(ring, 2, late);
        await third.Driver.UntilAsync(status => status.Closed >= held - 1);
        release.SetResult();

        SessionEnd[] ends = await Task.WhenAll(first.End, second.End, third.End).WaitAsync(Patience);
        Assert.All(ends, end => Assert.Equal(SessionEnding.Completed, end.Ending));
        Assert.Equal([0, held - 1], late.Merged.Take(2).Select(result => result.Round));
        Assert.Equal(workers[0].Merged[0].Record.AggregateDigest, late.Merged[0].Record.AggregateDigest);
        Assert.Equal(workers[0].Merged[^1].Record.AggregateDigest, late.Merged[^1].Record.AggregateDigest);
        MissedSilo missed = Assert.Single(workers[0].Merged[1].Record.Missed);
        Assert.Equal("silo-2", missed.Silo);

        // A silo that follows the other into the closing of the round may not have said yet that it cannot reach the third.
        Assert.Contains(missed.Reason, new[] { "could not be reached", "no update came before the round closed" });
    }

    [Fact]
    public async Task Two_sessions_cannot_have_one_state_directory()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo first = new(ring, 0, new ArtificialWorker(0, Parameters));
        await first.Driver.UntilAsync(status => status is { Phase: SessionPhase.Publishing });
        SessionOptions options = ring.Options(0, listenOn: 0);
        SessionDriver second = new(options, new ArtificialWorker(0, Parameters), ring.Disk, TimeProvider.System, NullLogger<SessionDriver>.Instance);

        StateInUseException refused = await Assert.ThrowsAsync<StateInUseException>(() => second.RunAsync(default));

        Assert.Contains(Path.GetFullPath(ring.StateOf(0)), refused.Message);
        Assert.Equal(SessionEnding.Stopped, (await first.StopAsync()).Ending);
    }

    [Fact]
    public async Task Files_that_a_crash_left_unfinished_are_removed()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        Directory.CreateDirectory(ring.StateOf(0));
        string unfinished = Path.Combine(ring.StateOf(0), "close-0000003.ring.writing");
        await File.WriteAllBytesAsync(unfinished, [1, 2, 3]);

        await RunToEndAsync(ring, Workers(2));

        Assert.False(File.Exists(unfinished));
    }

    [Fact]
    public async Task Silos_with_different_topologies_refuse_each_other_with_both_digests_and_stay_up()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        FederationTopology other = ring.Topology with { Exchange = ring.Topology.Exchange with { Rounds = 9 } };
        ArtificialWorker[] workers = Workers(2);
        using RunningSilo first = new(ring, 0, workers[0]);
        using RunningSilo second = new(ring, 1, workers[1], other);

        SessionStatus status = await first.Driver.UntilAsync(status => status.Alarms.Count > 0);

        Assert.Contains(Convert.ToHexStringLower(ring.Topology.Digest.Span), status.Alarms[0].Sentence);
        Assert.Contains(Convert.ToHexStringLower(other.Digest.Span), status.Alarms[0].Sentence);
        Assert.False(first.End.IsCompleted);
        Assert.Equal(SessionEnding.Stopped, (await first.StopAsync()).Ending);
        Assert.Equal(SessionEnding.Stopped, (await second.StopAsync()).Ending);
    }

    [Fact]
    public async Task A_silo_with_another_layout_is_missed_with_both_digests_and_stops_nobody()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 1);
        ArtificialWorker[] workers = [new(0, Parameters), new(1, Parameters), new(2, Parameters, "another model")];

        await RunToEndAsync(ring, workers);

        RoundRecord record = workers[0].Merged[^1].Record;
        Assert.Equal(["silo-0", "silo-1"], record.Merged);
        MissedSilo missed = Assert.Single(record.Missed);
        Assert.Equal("silo-2", missed.Silo);
        await RequireLayoutsNamedAsync([workers[0], workers[2]], missed.Reason);
    }

    [Fact]
    public async Task Silos_of_which_no_quorum_has_the_same_layout_refuse_to_go_on_and_name_both_digests()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        ArtificialWorker[] workers = [new(0, Parameters), new(1, Parameters, "another model")];
        RunningSilo[] silos = Start(ring, workers);

        SessionEnd end = await silos[1].End.WaitAsync(Patience);

        Assert.Equal(SessionEnding.Refused, end.Ending);
        Assert.Equal(SessionFaultCode.EnvelopeMismatch, end.Fault!.Code);
        await RequireLayoutsNamedAsync(workers, end.Fault.Sentence);
        await Task.WhenAll(silos.Select(silo => silo.StopAsync()));
    }

    [Fact]
    public async Task A_state_directory_of_another_topology_is_refused_with_both_digests()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        await RunToEndAsync(ring, Workers(2));
        FederationTopology other = ring.Topology with { Epoch = 2 };
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters), other);

        ForeignStateException refused = await Assert.ThrowsAsync<ForeignStateException>(() => silo.End);

        Assert.Contains(Convert.ToHexStringLower(ring.Topology.Digest.Span), refused.Message);
        Assert.Contains(Convert.ToHexStringLower(other.Digest.Span), refused.Message);
    }

    [Fact]
    public async Task A_worker_that_throws_ends_the_session_with_its_sentence()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters)
        {
            BeforeWork = _ => throw new InvalidOperationException("the cohort is gone"),
        });

        SessionEnd end = await silo.End.WaitAsync(Patience);

        Assert.Equal(SessionFaultCode.WorkFailed, end.Fault?.Code);
        Assert.Contains("the cohort is gone", end.Fault!.Sentence);
    }

    [Fact]
    public async Task A_worker_that_gives_up_by_itself_ends_the_session_too()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters)
        {
            BeforeWork = _ => throw new OperationCanceledException("the cohort's reader timed out"),
        });

        SessionEnd end = await silo.End.WaitAsync(Patience);

        Assert.Equal(SessionFaultCode.WorkFailed, end.Fault?.Code);
    }

    [Fact]
    public async Task Claims_that_no_silo_could_read_are_refused_before_they_are_stored_or_signed()
    {
        using LoopbackRing ring = new(silos: 2, rounds: 1);
        using RunningSilo silo = new(ring, 0, new ArtificialWorker(0, Parameters) { Records = -1 });

        SessionEnd end = await silo.End.WaitAsync(Patience);

        Assert.Equal(SessionFaultCode.WorkFailed, end.Fault?.Code);
        Assert.Contains("cannot be signed", end.Fault!.Sentence);
        Assert.Empty(Directory.GetFiles(ring.StateOf(0), "*.ring"));
    }

    [Fact]
    public async Task The_status_says_who_is_awaited_and_why()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 1);
        TaskCompletionSource never = new();
        RunningSilo[] silos = Start(ring, Workers(3, (silo, round) => silo == 1 && round == 1 ? never.Task : Task.CompletedTask));

        SessionStatus waiting = await silos[0].Driver.UntilAsync(
            status => status is { Round: 1, Phase: SessionPhase.Exchanging, Awaited: [{ Silo: "silo-1" }, ..] });
        SessionStatus working = await silos[1].Driver.UntilAsync(status => status is { Round: 1, Phase: SessionPhase.Working });

        Assert.Equal("envelope not seen", waiting.Awaited[0].Why);
        Assert.Contains(working.Awaited, awaited => awaited is { Silo: "silo-1", Why: "local work" });
        Assert.Equal(2, waiting.Links.Count);
        Assert.All(waiting.Links, link => Assert.NotNull(link.UpSince));
        await Task.WhenAll(silos.Select(silo => silo.StopAsync()));
    }

    private static ArtificialWorker[] Workers(int silos, Func<int, int, Task>? beforeWork = null) =>
    [
        .. Enumerable.Range(0, silos).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            BeforeWork = round => beforeWork?.Invoke(silo, round) ?? Task.CompletedTask,
        }),
    ];

    private static RunningSilo[] Start(LoopbackRing ring, ArtificialWorker[] workers) =>
        [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];

    private static async Task RunToEndAsync(LoopbackRing ring, ArtificialWorker[] workers)
    {
        SessionEnd[] ends = await Task.WhenAll(Start(ring, workers).Select(silo => silo.End)).WaitAsync(Patience);
        Assert.All(ends, end => Assert.Equal(new SessionEnd(SessionEnding.Completed, ring.Topology.Exchange.Rounds, null), end));
    }

    private static async Task RequireLayoutsNamedAsync(ArtificialWorker[] workers, string sentence)
    {
        foreach (ArtificialWorker worker in workers)
        {
            ParameterStart start = await worker.StartParametersAsync(default);
            Assert.Contains(Convert.ToHexStringLower(start.Layout.Digest.Span), sentence);
        }
    }

    private static Task Assert_NotWorkedTwice(int round, int worked)
    {
        Assert.NotEqual(worked, round);
        return Task.CompletedTask;
    }

    private static void FlipOneBit(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static void AssertEqualResults(ArtificialWorker[] workers, int rounds)
    {
        foreach (ArtificialWorker worker in workers)
        {
            Assert.Equal(Enumerable.Range(0, rounds), worker.Merged.Select(result => result.Round));
            Assert.Equal(
                workers[0].Merged.Select(result => result.Record.AggregateDigest),
                worker.Merged.Select(result => result.Record.AggregateDigest));
        }
    }
}
