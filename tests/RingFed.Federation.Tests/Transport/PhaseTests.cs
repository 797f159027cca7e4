using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Status;
using RingFed.Federation.Topology;
using RingFed.Federation.Transport;

namespace RingFed.Federation.Tests.Transport;

/// <summary>Statistic rounds, parameter rounds, statistic rounds again, on real sockets and disks.</summary>
public sealed class PhaseTests
{
    private const int Parameters = 64;
    private const int Opening = 3;
    private const int Training = 3;
    private const int Closing = 3;
    private const int Total = Opening + Training + Closing;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Statistics_training_and_statistics_close_in_their_order_with_equal_digests()
    {
        using LoopbackRing ring = Ring();
        ArtificialWorker[] workers = Workers();

        await EndAsync([.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))]);

        foreach (ArtificialWorker worker in workers)
        {
            Assert.Equal(Enumerable.Range(0, Total), worker.Merged.Select(result => result.Round));
            Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0], worker.Merged.Select(result => (int)result.Kind));
            Assert.Equal(workers[0].Merged.Select(result => result.Record.AggregateDigest), worker.Merged.Select(result => result.Record.AggregateDigest));
        }

        RoundResult last = workers[1].Merged[^1];
        Assert.Equal([0, 1, 2], last.Gathered.Select(payload => payload.Origin));
        Assert.All(last.Gathered, payload => Assert.Equal([1, (byte)payload.Origin, Total - 1], payload.Payload.ToArray()));
        Assert.Equal(["silo-0", "silo-1", "silo-2"], last.Terms.Roster);
        Assert.Equal((1, 2), (last.Terms.Epoch, last.Terms.Votes));
    }

    [Theory]
    [InlineData(Opening - 1)]
    [InlineData(Opening + 2)]
    [InlineData(Total - 1)]
    public async Task A_restarted_silo_is_handed_every_statistic_result_again_in_order(int held)
    {
        using LoopbackRing ring = Ring();
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(round => round == held ? release.Task : Task.CompletedTask);
        RunningSilo[] silos = [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status.Round == held)));
        await silos[2].StopAsync();

        ArtificialWorker again = new(2, Parameters);
        using RunningSilo restarted = new(ring, 2, again);
        await restarted.Driver.UntilAsync(status => status.Round == held);
        release.SetResult();
        await EndAsync([silos[0], silos[1], restarted]);

        // Of the rounds that were closed before: all statistics, what the closing ones start from, and the newest result.
        RoundPhases phases = new(Opening, Training, Closing);
        Assert.Equal(
            [.. Enumerable.Range(0, held - 1).Where(round => phases.KindOf(round) == RoundKind.Statistic || round == Opening + Training - 1), .. Enumerable.Range(held - 1, Total - held + 1)],
            again.Merged.Select(result => result.Round));
        Assert.All(again.Merged, result => Assert.Equal(workers[0].Merged[result.Round].Record.AggregateDigest, result.Record.AggregateDigest));
        Assert.All(again.Merged, result => Assert.Equal(
            workers[0].Merged[result.Round].Gathered.SelectMany(payload => payload.Payload.ToArray()),
            result.Gathered.SelectMany(payload => payload.Payload.ToArray())));
        Assert.All(again.Merged, result => Assert.Equal(workers[0].Merged[result.Round].Parameters.ToArray(), result.Parameters.ToArray()));
    }

    [Fact]
    public async Task A_silo_whose_disk_lost_what_closing_statistics_start_from_fetches_it_with_all_after_it()
    {
        using LoopbackRing ring = Ring();
        const int Held = Total - 1;
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(round => round == Held ? release.Task : Task.CompletedTask);
        RunningSilo[] silos = [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status.Round == Held)));
        await silos[2].StopAsync();
        string trained = Directory.GetFiles(ring.StateOf(2), "parameters-*").Order(StringComparer.Ordinal).Last();
        File.Delete(trained);

        ArtificialWorker again = new(2, Parameters);
        using RunningSilo restarted = new(ring, 2, again);
        await restarted.Driver.UntilAsync(status => status.Round == Held);
        release.SetResult();
        await EndAsync([silos[0], silos[1], restarted]);

        int last = Opening + Training - 1;
        RoundResult fetched = Assert.Single(again.Merged, result => result.Round == last);
        Assert.Equal(workers[0].Merged[last].Parameters.ToArray(), fetched.Parameters.ToArray());
        Assert.Equal(Enumerable.Range(last, Total - last), again.Merged.Select(result => result.Round).Where(round => round >= last));
    }

    [Fact]
    public async Task A_silo_that_comes_late_is_handed_all_statistics_and_the_parameters_that_the_last_ones_start_from()
    {
        using LoopbackRing ring = Ring();
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(round => round == Total - 1 ? release.Task : Task.CompletedTask);
        using RunningSilo first = new(ring, 0, workers[0]);
        using RunningSilo second = new(ring, 1, workers[1]);
        await Task.WhenAll(new[] { first, second }.Select(silo => silo.Driver.UntilAsync(status => status.Round == Total - 1)));

        ArtificialWorker late = new(2, Parameters);
        using RunningSilo third = new(ring, 2, late);
        await third.Driver.UntilAsync(status => status.Closed >= Total - 2);
        release.SetResult();
        await EndAsync([first, second, third]);

        Assert.Equal([0, 1, 2, Opening + Training - 1, 6, 7, 8], late.Merged.Select(result => result.Round));
        Assert.All(late.Merged, result => Assert.Equal(workers[0].Merged[result.Round].Record.AggregateDigest, result.Record.AggregateDigest));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Opening + Training)]
    public async Task What_a_round_gathered_and_the_disk_spoilt_is_fetched_again_with_all_after_it(int spoilt)
    {
        using LoopbackRing ring = Ring();
        TaskCompletionSource release = new();
        ArtificialWorker[] workers = Workers(round => round == Total - 1 ? release.Task : Task.CompletedTask);
        RunningSilo[] silos = [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];
        await Task.WhenAll(silos.Select(silo => silo.Driver.UntilAsync(status => status.Round == Total - 1)));
        await silos[0].StopAsync();
        FlipLastBit(Directory.GetFiles(ring.StateOf(0), $"gathered-*{spoilt}.ring").Single());

        ArtificialWorker again = new(0, Parameters);
        using RunningSilo restarted = new(ring, 0, again);
        await restarted.Driver.UntilAsync(status => status.Closed >= Total - 2);
        release.SetResult();
        await EndAsync([restarted, silos[1], silos[2]]);

        int[] merged = [.. again.Merged.Select(result => result.Round).Distinct()];
        Assert.Equal([0, 1, 2, 6, 7, 8], merged.Where(round => round is < Opening or >= Opening + Training));
        Assert.Equal(merged.Order(), merged);
        Assert.All(again.Merged, result => Assert.Equal(workers[1].Merged[result.Round].Record.AggregateDigest, result.Record.AggregateDigest));
    }

    [Fact]
    public async Task A_silo_with_another_encoder_is_missed_by_name()
    {
        using LoopbackRing ring = Ring(silos: 4);
        ArtificialWorker[] workers = [.. Enumerable.Range(0, 4).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            EncoderDigest = [.. Enumerable.Repeat((byte)(silo == 3 ? 9 : 1), 32)],
        })];

        await EndAsync([.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))]);

        Assert.Equal(["silo-0", "silo-1", "silo-2"], workers[0].Merged[0].Record.Merged);
        Assert.Contains("encoder digest differs", Assert.Single(workers[0].Merged[0].Record.Missed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_cannot_go_on_ends_the_session_with_its_own_code()
    {
        using LoopbackRing ring = Ring();
        SessionFault ended = new(SessionFaultCode.FitEnded, "the fit is over");
        ArtificialWorker[] workers = [.. Enumerable.Range(0, 3).Select(silo => new ArtificialWorker(silo, Parameters)
        {
            BeforeMerge = result => result.Round == 1 ? throw new WorkRefusedException(ended) : Task.CompletedTask,
        })];
        RunningSilo[] silos = [.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))];

        SessionEnd[] ends = await Task.WhenAll(silos.Select(silo => silo.End)).WaitAsync(Patience);

        Assert.All(ends, end => Assert.Equal((SessionEnding.Refused, ended), (end.Ending, end.Fault)));
    }

    [Fact]
    public void Statistics_after_training_are_refused_where_nothing_is_agreed_on()
    {
        using LoopbackRing ring = new(silos: 3, Training, kind: ExchangeKind.Neighbour) { Adjust = (_, options) => options with { ClosingRounds = 1 } };

        Assert.Contains("neighbour", Assert.Throws<ArgumentException>(() => ring.Driver(0, new ArtificialWorker(0, Parameters))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_statistics_alone_make_has_no_parameter_rounds()
    {
        using LoopbackRing ring = new(silos: 3, rounds: 7) { Adjust = (_, options) => options with { StatisticRounds = 2, Trains = false } };
        ArtificialWorker[] workers = Workers();

        await EndAsync([.. workers.Select((worker, silo) => new RunningSilo(ring, silo, worker))]);

        Assert.Equal([0, 1], workers[2].Merged.Select(result => result.Round));
        Assert.Equal(0, workers[2].Starts);
    }

    private static LoopbackRing Ring(int silos = 3) => new(silos, Training)
    {
        Adjust = (_, options) => options with { StatisticRounds = Opening, ClosingRounds = Closing, Suspicion = TimeSpan.FromSeconds(1) },
    };

    private static ArtificialWorker[] Workers(Func<int, Task>? beforeWork = null) =>
        [.. Enumerable.Range(0, 3).Select(silo => new ArtificialWorker(silo, Parameters) { BeforeWork = beforeWork ?? (_ => Task.CompletedTask) })];

    private static async Task EndAsync(RunningSilo[] silos)
    {
        SessionEnd[] ends = await Task.WhenAll(silos.Select(silo => silo.End)).WaitAsync(Patience);
        Assert.All(ends, end => Assert.Equal((SessionEnding.Completed, (SessionFault?)null), (end.Ending, end.Fault)));
    }

    private static void FlipLastBit(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
    }
}
