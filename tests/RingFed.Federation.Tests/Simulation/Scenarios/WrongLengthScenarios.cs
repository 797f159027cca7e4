using RingFed.Federation.Messages;
using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Rounds;
using RingFed.Simulation.Silos;

namespace RingFed.Federation.Tests.Simulation.Scenarios;

/// <summary>
/// A silo's updates are longer than the model's parameters ever are, in a codec that leaves the length to the values. Who knows
/// how many there are does not fetch them, and who was restarted before the first result does not know. Where f is 0 its own
/// word that it has its update is enough for a proposal, and what is proposed is fetched all the same; here, unlike in life,
/// merging takes it.
/// </summary>
public sealed class WrongLengthScenarios
{
    private const int Wrong = 3;

    public static TheoryData<int, int> Rings => new() { { 4, 0 }, { 4, 1 }, { 7, 0 }, { 7, 1 } };

    [Theory]
    [MemberData(nameof(Rings))]
    public void After_the_first_result_rounds_close_without_it_where_a_silo_may_lie_and_else_it_is_fetched_because_it_is_proposed(int silos, int byzantine)
    {
        List<string> alarms = [];
        List<int> merged = [];
        Watched(Longer(silos, byzantine), alarms, merged).ThenAllCloseAllRounds();

        Assert.Contains(alarms, alarm => alarm.Contains("is not fetched", StringComparison.Ordinal));
        Assert.Equal(byzantine == 0 ? [1, 2, 3] : [], merged.Where(round => byzantine == 0 || round > 1));
    }

    [Theory]
    [MemberData(nameof(Rings))]
    public void A_silo_that_starts_again_in_the_first_round_of_parameters_goes_on_with_the_others(int silos, int byzantine)
    {
        for (ulong seed = 0; seed < 6; seed++)
        {
            Longer(silos, byzantine).WithSeed(seed).WhenSilo(1).CrashesAfter<PersistPayload>(1).ThenAllCloseAllRounds();
            Longer(silos, byzantine).WithSeed(seed).WhenSilo(2).CrashesAfter<Work>(1).ThenAllCloseAllRounds();
        }
    }

    /// <summary>None of them knows the length then, so they may agree on the update, and the one that does must get it.</summary>
    [Theory]
    [MemberData(nameof(Rings))]
    public void What_most_propose_that_do_not_know_the_length_is_fetched_by_the_one_that_does(int silos, int byzantine)
    {
        List<string> alarms = [];
        List<int> merged = [];
        for (ulong seed = 0; seed < 6; seed++)
        {
            Ring ring = Longer(silos, byzantine).WithSeed(seed);
            foreach (int silo in Enumerable.Range(1, silos - 1))
            {
                ring = ring.WhenSilo(silo).CrashesAfter<PersistPayload>(1);
            }

            Watched(ring, alarms, merged).ThenAllCloseAllRounds();
        }

        Assert.Contains(1, merged);
        Assert.Contains(alarms, alarm => alarm.Contains("is not fetched", StringComparison.Ordinal));
    }

    private static Ring Longer(int silos, int byzantine) => Ring.Of(silos).ThatToleratesLiars(byzantine).Scripted(stage =>
    {
        foreach (SimulatedSilo silo in stage.Silos)
        {
            silo.Reshapes = part => part.Codec == "gather" ? part : Lossless(part, isLonger: silo.Index == Wrong);
        }
    });

    /// <summary>What silo 0 is alarmed of, and the rounds in which it merges the longer update.</summary>
    private static Ring Watched(Ring ring, List<string> alarms, List<int> merged) => ring.Scripted(stage => stage.Silos[0].Watch += effect =>
    {
        alarms.AddRange(effect is RaiseAlarm alarm ? [alarm.Sentence] : []);
        merged.AddRange(effect is PersistClose { Close: var close } && close.Round > 0 && close.Merged.Contains(Wrong) ? [close.Round] : []);
    });

    private static OwnPart Lossless(OwnPart part, bool isLonger) => part with
    {
        Codec = "lossless",
        Values = (int)(part.Payload.Length / sizeof(float)),
        Payload = isLonger
            ? part.Payload with { Length = part.Payload.Length + part.Payload.ChunkBytes, ChunkCount = part.Payload.ChunkCount + 1 }
            : part.Payload,
    };
}
