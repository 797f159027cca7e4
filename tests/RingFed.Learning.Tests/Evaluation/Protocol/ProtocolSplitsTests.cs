using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Protocol;

namespace RingFed.Learning.Tests.Evaluation.Protocol;

public sealed class ProtocolSplitsTests
{
    private static readonly Cohort Patients = CohortOf.Nothing.Numbers("id", [.. Enumerable.Range(0, 40).Select(i => (double)i)]).Build();

    [Fact]
    public void Every_split_shares_all_patients_out_and_no_two_splits_are_the_same()
    {
        IReadOnlyList<ProtocolSplit> splits = ProtocolSplits.Of(Patients, new ProtocolOptions { Seed = 3 });
        Assert.Equal(5, splits.Count);
        Assert.All(splits, split =>
        {
            Assert.Equal((28, 12), (split.Train.Count, split.Holdout.Count));
            Assert.Equal(Enumerable.Range(0, 40).Select(i => (double)i), Ids(split.Train).Concat(Ids(split.Holdout)).Order());
        });
        Assert.Equal(5, splits.Select(split => string.Join(',', Ids(split.Holdout))).Distinct().Count());
    }

    [Fact]
    public void Asking_for_more_splits_leaves_the_first_ones_as_they_were()
    {
        IEnumerable<double[]> three = ProtocolSplits.Of(Patients, new ProtocolOptions { Splits = 3 }).Select(split => Ids(split.Holdout));
        Assert.Equal(three, ProtocolSplits.Of(Patients, new ProtocolOptions { Splits = 7 }).Take(3).Select(split => Ids(split.Holdout)));
    }

    [Fact]
    public void A_side_without_patients_and_senseless_settings_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ProtocolSplits.Of(Patients.Take([0]), new ProtocolOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProtocolSplits.Of(Patients, new ProtocolOptions { HoldoutShare = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProtocolSplits.Of(Patients, new ProtocolOptions { Splits = 0 }));
    }

    private static double[] Ids(Cohort cohort) => cohort.Column(0).ToArray();
}
