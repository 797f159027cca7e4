using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;

namespace RingFed.Learning.Tests.Models.Predictors.Covariates;

public sealed class CovariateDesignTests
{
    private static readonly Cohort _cohort = SurvivalToy.Draw(2_500, seed: 5);
    private static readonly CovariateDesign _design = CovariateDesign.Of(EncoderFit.FitLocally(_cohort), [], target: -1);

    [Fact]
    public void Reference_levels_unseen_words_and_outcomes_are_left_out_and_missing_values_have_an_indicator()
    {
        string reference = _cohort.Column(2).ToArray().Count(value => value == 0) >= _cohort.Column(2).ToArray().Count(value => value == 1) ? "word=b" : "word=a";
        Assert.Equal(["bend", "bend missing", "slope", reference, "word missing"], _design.Names);
    }

    [Fact]
    public void Covariates_have_mean_nought_and_deviation_one_over_the_ring()
    {
        double[] values = _design.Encode(_cohort);
        for (int k = 0; k < _design.Count; k++)
        {
            double[] column = [.. values.Where((_, i) => i % _design.Count == k)];
            Assert.Equal(0, column.Average(), .02);
            Assert.Equal(1, Math.Sqrt(column.Sum(value => value * value) / column.Length), .06);
            Assert.All(column, value => Assert.InRange(Math.Abs(value), 0, _design.Reaches[k]));
        }
    }

    [Fact]
    public void A_missing_value_is_the_mean_and_an_unseen_word_the_reference()
    {
        Cohort odd = new(SurvivalToy.Schema, [[double.NaN, 0], [0, 0], [2, 0], [1, 1], [1, 1]]);
        double[] values = _design.Encode(odd);
        Assert.Equal(0, values[0]);
        Assert.True(values[1] > 1);
        Assert.True(values[3] < 0);
        Assert.Equal([0, 1, 1, 1, 1], _design.Known(odd)[..5]);
    }

    [Fact]
    public void A_schema_with_nothing_left_to_predict_from_is_refused()
    {
        Cohort blank = new(SixteenRecords.Schema, [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Repeat(double.NaN, 16).ToArray()), SixteenRecords.Times, SixteenRecords.Events]);
        Assert.Throws<InvalidOperationException>(() => CovariateDesign.Of(EncoderFit.FitLocally(blank), [], target: -1));
    }
}
