using RingFed.Federation.Masking;
using RingFed.Federation.Masking.Payloads;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Tests.Masking;

/// <summary>How many shares put a secret together.</summary>
public sealed class MaskedBatchTests
{
    private const int SilosMax = 64;

    /// <summary>f liars release both kinds; honest holders, split by two closes of one Input round, one kind each.</summary>
    [Fact]
    public void Two_closes_of_one_round_never_release_both_kinds_of_a_share() => ForAll((silos, quorum, holders) =>
    {
        int liars = Math.Min((silos - 1) / 3, holders);
        int threshold = Batch(holders).Threshold(quorum, silos);
        for (int first = 0; first <= holders - liars; first++)
        {
            Assert.False(first + liars >= threshold && holders - first >= threshold, $"{silos} silos, {holders} holders, split after {first}");
        }
    });

    [Fact]
    public void As_many_as_close_a_round_can_unmask_what_they_began() => ForAll((silos, quorum, _) =>
        Assert.Equal(quorum, Batch(quorum).Threshold(quorum, silos)));

    [Fact]
    public void Never_fewer_than_a_quorum_nor_more_than_hold_shares() => ForAll((silos, quorum, holders) =>
        Assert.InRange(Batch(holders).Threshold(quorum, silos), quorum, holders));

    /// <summary>Rosters, with what the topology may assume of liars, and any set of holders that may go on.</summary>
    private static void ForAll(Action<int, int, int> check)
    {
        for (int silos = MaskingCaps.ContributorsMin; silos <= SilosMax; silos++)
        {
            foreach (Quorum quorum in Quorum.Table(silos))
            {
                for (int holders = quorum.Votes; holders <= silos; holders++)
                {
                    check(silos, quorum.Votes, holders);
                }
            }
        }
    }

    private static MaskedBatch Batch(int holders) => new(Number: 0, FirstSum: 0, Sums: 1)
    {
        Keys = Enumerable.Range(0, holders).ToDictionary(silo => silo, _ => default(KeysPayload)!),
    };
}
