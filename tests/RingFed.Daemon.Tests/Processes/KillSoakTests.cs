using System.Globalization;
using RingFed.Daemon.Status;

namespace RingFed.Daemon.Tests.Processes;

/// <summary>
/// A ring of four under kills that do not end: <c>scripts/soak.sh --kills 200</c> is this test with more of them. Prints
/// what it did, line by line, into the file that RINGFED_SOAK_REPORT names.
/// </summary>
[Collection(RealDaemons.Name)]
public sealed class KillSoakTests
{
    private const int RoundsToProve = 3;

    private static readonly FederationShape Shape = new()
    {
        Silos = 4,
        Rounds = FederationShape.Endless,
        IsModelSmall = true,
        RoundDeadline = TimeSpan.FromSeconds(15),
    };

    [Fact]
    public async Task A_ring_whose_silos_are_killed_over_and_over_loses_no_closed_round()
    {
        int kills = Setting("RINGFED_SOAK_KILLS", 6);
        int seed = Setting("RINGFED_SOAK_SEED", 1);
        long started = TimeProvider.System.GetTimestamp();
        await using SmallFederation federation = new(Shape);
        await using RoundWitness witness = new(federation);
        KillPlan plan = new(seed, kills);
        plan.Restarted += (done, closed) => Report($"{done} of {kills} kills, round {closed} closed, {Elapsed(started):0} s");
        federation.StartAll();

        int closed = await plan.RunAsync(federation, TimeProvider.System, CancellationToken.None);
        DaemonStatus[] statuses = await federation.UntilAllAsync(status => status.Session.Closed >= closed + RoundsToProve);
        int last = statuses.Min(status => status.Session.Closed);

        try
        {
            await witness.CheckAsync(last);
        }
        finally
        {
            Report($"seed {seed}: {kills} kills, {last + 1} rounds closed, violations (lost rounds, different results): {witness.Evidence.Violations.Count}, {Elapsed(started):0} s");
        }
    }

    private static double Elapsed(long started) => TimeProvider.System.GetElapsedTime(started).TotalSeconds;

    private static int Setting(string name, int value) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : value;

    private static void Report(FormattableString line)
    {
        string text = FormattableString.Invariant(line);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("RINGFED_SOAK_REPORT") is { Length: > 0 } file)
        {
            File.AppendAllText(file, text + Environment.NewLine);
        }
    }
}
