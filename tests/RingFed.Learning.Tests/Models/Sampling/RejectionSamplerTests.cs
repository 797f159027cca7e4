using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Sampling;
using static RingFed.Learning.Tests.Encoding.TableToy;

namespace RingFed.Learning.Tests.Models.Sampling;

public sealed class RejectionSamplerTests
{
    private static readonly TableLayout _layout = new(Fit(Draw(1000, seed: 2)));
    private int _calls;

    [Fact]
    public void Exactly_the_rows_asked_for_come_and_all_hold_the_conditions()
    {
        RejectionSampler sampler = Sampler(new RangeCondition(Age, 30, 50));
        Cohort rows = sampler.Fill(700, Generate, CancellationToken.None);
        Assert.Equal(700, rows.Count);
        Assert.All(rows.Column(Age).ToArray(), age => Assert.InRange(age, 30, 50));
        Assert.True(sampler.Rejected > 0);
    }

    [Fact]
    public void Rows_that_break_a_constraint_are_drawn_again_and_counted()
    {
        CohortSchema strict = Schema with { Constraints = [new RowConstraint(Time, ComparisonOperator.Greater, null, 1, "years > 1")] };
        RejectionSampler sampler = new(strict, ConditionPlan.Create(_layout, []));
        Cohort rows = sampler.Fill(300, Generate, CancellationToken.None);
        Assert.All(rows.Column(Time).ToArray(), time => Assert.True(time > 1));
        Assert.True(sampler.Rejected > 0);
    }

    [Fact]
    public void A_condition_that_never_comes_true_is_refused_by_name_after_a_thousand_tries_a_row()
    {
        RejectionSampler sampler = Sampler(new CategoryCondition(Mutated, 1), new RangeCondition(Age, 40, 50));
        UnsatisfiableConditionException fault = Assert.Throws<UnsatisfiableConditionException>(
            () => sampler.Fill(3, rows => new Cohort(Schema, [.. Enumerable.Range(0, 5).Select(_ => new double[rows])]), CancellationToken.None));
        Assert.Contains("mutated = 1", fault.Message, StringComparison.Ordinal);
        Assert.InRange(sampler.Drawn, 3_000, 3_000 + RejectionSampler.RowsAtOnceMax);
    }

    [Fact]
    public void A_cancelled_request_stops_between_batches()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Sampler().Fill(1, Generate, source.Token));
    }

    private static RejectionSampler Sampler(params SampleCondition[] conditions) => new(Schema, ConditionPlan.Create(_layout, conditions));

    private Cohort Generate(int rows) => Draw(rows, seed: ++_calls);
}
