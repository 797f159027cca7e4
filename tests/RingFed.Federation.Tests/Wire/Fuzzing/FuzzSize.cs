using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace RingFed.Federation.Tests.Wire.Fuzzing;

/// <summary>
/// How many frames the fuzzers judge: 100,000 with every run of the tests, more where <c>RINGFED_FUZZ_FRAMES</c> says so, as
/// the nightly run does.
/// </summary>
internal static class FuzzSize
{
    private const int RunsAtATime = 2_000;
    private static readonly TimeSpan HangsAfter = TimeSpan.FromMinutes(2);

    public static long Frames { get; } = long.Parse(
        Environment.GetEnvironmentVariable("RINGFED_FUZZ_FRAMES") ?? "100000", CultureInfo.InvariantCulture);

    /// <summary>Checks until so many frames were judged. A run that fails is printed in its simplest form, with the seed.</summary>
    /// <param name="judge">Frames it judged of the run.</param>
    public static async Task CheckAsync(Arbitrary<HostileRun> runs, Func<HostileRun, int> judge)
    {
        long judged = 0;
        for (ulong seed = 1; judged < Frames; seed++)
        {
            Task batch = Task.Run(() => Prop.ForAll(runs, run => { judged += judge(run); })
                .Check(Config.QuickThrowOnFailure.WithMaxTest(RunsAtATime).WithReplay(seed, 1)));
            await batch.WaitAsync(HangsAfter);
        }
    }
}
