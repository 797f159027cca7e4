using RingFed.Learning.Evaluation.Clustering;

namespace RingFed.Learning.Tests.Evaluation.Clustering;

public sealed class AdjustedRandIndexTests
{
    // adjusted_rand_score of scikit-learn 1.2 gives the values.
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 0, 1, 2 }, 0.571428571428571)]
    [InlineData(new[] { 0, 0, 0, 1, 1, 1, 2, 2, 2 }, new[] { 0, 0, 1, 1, 1, 1, 2, 2, 0 }, 0.357142857142857)]
    [InlineData(new[] { 0, 1, 0, 1 }, new[] { 0, 0, 1, 1 }, -0.5)]
    [InlineData(new[] { 3, 3, -1 }, new[] { 7, 7, 2 }, 1)]
    [InlineData(new[] { 0, 0 }, new[] { 1, 1 }, 1)]
    [InlineData(new[] { 5 }, new[] { 9 }, 1)]
    public void Agrees_with_scikit_learn(int[] a, int[] b, double expected)
    {
        Assert.Equal(expected, AdjustedRandIndex.Of(a, b), 1e-12);
    }

    [Fact]
    public void Partitions_of_different_patients_or_of_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => AdjustedRandIndex.Of([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => AdjustedRandIndex.Of([], []));
    }
}
