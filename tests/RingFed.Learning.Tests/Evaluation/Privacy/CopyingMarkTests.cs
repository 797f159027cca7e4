using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Privacy;

namespace RingFed.Learning.Tests.Evaluation.Privacy;

public sealed class CopyingMarkTests
{
    [Theory]
    [InlineData(.66, .55, true)]
    [InlineData(.66, .70, false)]
    [InlineData(.58, .55, false)]
    public void An_attack_marks_only_above_both_the_line_and_what_independent_columns_give_away(double low, double floorHigh, bool expected) =>
        Assert.Equal(expected, CopyingMark.Of([Share(.5, .5), Attack(low, new Score(floorHigh - .05, floorHigh - .1, floorHigh))]));

    [Fact]
    public void The_share_marks_whatever_the_attack_says_and_nothing_is_said_where_neither_is_known()
    {
        Assert.True(CopyingMark.Of([Share(.9, .5), Attack(.4, new Score(.5, .45, .55))]));
        Assert.True(CopyingMark.Of([Attack(.8, Score.None("no floor"))]));
        Assert.Null(CopyingMark.Of([Attack(.5, new Score(.5, .45, .55))]));
        Assert.Null(CopyingMark.Of([]));
    }

    private static MetricResult Share(double synthetic, double floor) => new(MetricCatalog.DcrShare, new Score(synthetic), new Score(floor), new Score(.5));

    private static MetricResult Attack(double low, Score floor) =>
        new(MetricCatalog.MembershipArea, new Score(low + .05, low, low + .1), floor, new Score(.5, .45, .55));
}
