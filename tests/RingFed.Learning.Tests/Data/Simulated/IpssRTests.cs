using RingFed.Learning.Data.Simulated;

namespace RingFed.Learning.Tests.Data.Simulated;

public sealed class IpssRTests
{
    /// <summary>Points by hand from the published table, at its boundaries.</summary>
    [Theory]
    [InlineData(0, 2, 10, 100, 0.8, 0, 0)]
    [InlineData(1, 2.1, 9.9, 99, 0.79, 4.0, 2)]
    [InlineData(1, 5, 8, 50, 0.8, 4.5, 2)]
    [InlineData(2, 10, 7.9, 49, 0.8, 6.5, 4)]
    [InlineData(4, 10.1, 7.9, 49, 0.5, 10, 4)]
    [InlineData(1, 2, 10, 99, 0.8, 1.5, 0)]
    [InlineData(1, 2, 9, 60, 0.5, 3, 1)]
    [InlineData(3, 5, 9, 100, 2, 6, 3)]
    public void Points_and_category_are_those_of_the_table(double cytogenetics, double blasts, double haemoglobin, double platelets, double neutrophils, double points, int category)
    {
        double score = IpssR.Score(cytogenetics, blasts, haemoglobin, platelets, neutrophils);

        Assert.Equal((points, category), (score, IpssR.Category(score)));
    }

    [Fact]
    public void A_missing_part_leaves_the_score_missing() => Assert.True(double.IsNaN(IpssR.Score(1, 2, double.NaN, 100, 1)));
}
