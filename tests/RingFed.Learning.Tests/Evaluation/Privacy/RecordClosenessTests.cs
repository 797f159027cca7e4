using RingFed.Learning.Evaluation.Privacy;

namespace RingFed.Learning.Tests.Evaluation.Privacy;

public sealed class RecordClosenessTests
{
    private static readonly MembershipVectors Vectors = MembershipVectors.Load();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Vectors.Cases.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Distances_to_training_patients_are_those_of_the_reference_implementation(int index)
    {
        MembershipVectors.Case expected = Vectors.Cases[index];
        RecordCloseness train = RecordCloseness.Of(expected.Synthetic, Vectors.Train, MembershipVectors.Euclidean, 2)!;
        RecordCloseness holdout = RecordCloseness.Of(expected.Synthetic, Vectors.Holdout, MembershipVectors.Euclidean, 2)!;
        Assert.Equal(expected.DcrTrainMedian, train.DcrMedian, 1e-6);
        Assert.Equal(expected.DcrTrainLow, train.DcrLow, 1e-6);
        Assert.Equal(expected.NndrTrainMedian, train.NndrMedian, 1e-6);
        Assert.Equal(expected.NndrTrainLow, train.NndrLow, 1e-5);
        Assert.Equal(expected.DcrHoldoutMedian, holdout.DcrMedian, 1e-6);
        Assert.Equal(expected.DcrHoldoutLow, holdout.DcrLow, 1e-6);
        Assert.Equal(expected.NndrHoldoutLow, holdout.NndrLow, 1e-5);
    }

    [Fact]
    public void Copies_of_a_record_that_stands_twice_have_a_ratio_of_one()
    {
        float[][] twice = [.. Enumerable.Range(0, 12).Select(_ => new[] { 1f })];
        Assert.Equal(new RecordCloseness(0, 0, 1, 1), RecordCloseness.Of(twice, twice, MembershipVectors.Euclidean, 1));
        Assert.Null(RecordCloseness.Of([], twice, MembershipVectors.Euclidean, 1));
    }
}
