using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Encoding;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

public sealed class SplitSearchTests
{
    private static readonly TokenLayout _layout = Layout();

    /// <summary>Four bins and missing.</summary>
    private static readonly TokenUnit _age = _layout.Units[0];

    /// <summary>Four categories and missing.</summary>
    private static readonly TokenUnit _grade = _layout.Units[1];

    [Fact]
    public void The_gain_is_the_log_likelihood_ratio_worked_by_hand()
    {
        SplitChoice? choice = SplitSearch.Best([30, 30, 10, 10, 0, 10, 10, 30, 30, 0], 2, 0, _age, sideMin: 10);
        Assert.NotNull(choice);
        Assert.Equal([60, 20], choice.LowCounts);
        Assert.Equal([20, 60], choice.HighCounts);
        double expected = (120 * Math.Log(0.75)) + (40 * Math.Log(0.25)) - (160 * Math.Log(0.5));
        Assert.Equal(expected, choice.Gain, 1e-9);
    }

    [Fact]
    public void Ordered_tokens_are_cut_once_and_missing_goes_where_it_fits()
    {
        bool[] high = SplitSearch.Best([30, 30, 2, 3, 40, 3, 2, 30, 30, 2], 2, 0, _age, sideMin: 10)!.High;
        Assert.Equal(high[0], high[1]);
        Assert.Equal(high[2], high[3]);
        Assert.NotEqual(high[1], high[2]);
        Assert.Equal(high[0], high[4]);
    }

    [Fact]
    public void Categories_are_cut_by_what_they_tell_not_by_their_order()
    {
        bool[] high = SplitSearch.Best([40, 2, 40, 2, 0, 2, 40, 2, 40, 0], 2, 1, _grade, sideMin: 10)!.High;
        Assert.Equal(high[0], high[2]);
        Assert.Equal(high[1], high[3]);
        Assert.NotEqual(high[0], high[1]);
    }

    [Fact]
    public void A_side_of_fewer_than_k_records_is_no_side() =>
        Assert.Null(SplitSearch.Best([100, 0, 0, 0, 0, 0, 9, 0, 0, 0], 2, 1, _grade, sideMin: 10));

    [Fact]
    public void A_table_without_dependence_or_without_records_has_no_split()
    {
        Assert.Null(SplitSearch.Best([20, 20, 20, 20, 0, 20, 20, 20, 20, 0], 2, 0, _age, sideMin: 10));
        Assert.Null(SplitSearch.Best(new long[10], 2, 0, _age, sideMin: 10));
    }

    private static TokenLayout Layout()
    {
        Cohort cohort = TableToy.Draw(400, seed: 1);
        return new TokenLayout(EncoderFit.FitLocally(cohort), bins: 4, groups: 2);
    }
}
