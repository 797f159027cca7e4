using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Trees;

namespace RingFed.Learning.Tests.Evaluation.Trees;

public sealed class FeatureBinsTests
{
    [Fact]
    public void Few_distinct_values_keep_a_bin_each_and_missing_is_code_zero()
    {
        FeatureMatrix features = new([[3, 1, double.NaN, 2, 1]]);
        FeatureBins bins = FeatureBins.Fit(features);
        Assert.Equal([3, 1, 0, 2, 1], bins.Encode(features)[0]);
        Assert.Equal(4, bins.Codes(0));
        Assert.Equal([1, 3, 2], bins.Encode(new FeatureMatrix([[-9, 9, 1.6]]))[0]);
    }

    [Fact]
    public void Many_distinct_values_share_255_bins_of_about_equal_mass_in_order()
    {
        FeatureMatrix features = new([[.. Enumerable.Range(0, 5100).Select(value => (double)value)]]);
        byte[] codes = FeatureBins.Fit(features).Encode(features)[0];
        Assert.Equal(1, codes[0]);
        Assert.Equal(255, codes[^1]);
        Assert.Equal(codes.Order(), codes);
        Assert.All(codes.GroupBy(code => code), bin => Assert.InRange(bin.Count(), 19, 21));
    }

    [Fact]
    public void A_column_that_is_missing_throughout_has_one_code()
    {
        FeatureMatrix features = new([[double.NaN, double.NaN]]);
        Assert.Equal([0, 0], FeatureBins.Fit(features).Encode(features)[0]);
    }
}
