using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Sampling;
using static RingFed.Learning.Tests.Encoding.TableToy;

namespace RingFed.Learning.Tests.Models.Sampling;

public sealed class ConditionPlanTests
{
    private static readonly Cohort _cohort = Draw(1000, seed: 2);
    private static readonly TableLayout _layout = new(Fit(_cohort));

    [Fact]
    public void The_rarest_discrete_unit_comes_first()
    {
        ConditionPlan plan = Plan(new CategoryCondition(Mutated, 1), new CategoryCondition(Event, 1), new RangeCondition(Time, 4, 8));
        RingFed.Learning.Data.Numerics.SeededRandom random = new(1);
        long[] tokens = [.. Enumerable.Range(0, 20).Select(_ => plan.Units[0].Next(random))];

        // Events after year 4: the last bin of the second half, and the bin before it, whose upper edge is year 4.
        int start = _layout.Blocks[3].TokenStart;
        Assert.All(tokens, token => Assert.Contains(token, new long[] { start + 6, start + 7 }));
        Assert.Equal(2, plan.Units.Count);
    }

    [Fact]
    public void Ranges_of_a_numeric_column_are_left_to_rejection() =>
        Assert.Empty(Plan(new RangeCondition(Age, 30, 50)).Units);

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_no_record_supports_is_refused_by_name(SampleCondition[] conditions, string name)
    {
        UnsatisfiableConditionException fault = Assert.Throws<UnsatisfiableConditionException>(() => Plan(conditions));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<SampleCondition[], string> Impossible => new()
    {
        { [new CategoryCondition(Grade, 3)], "grade = never" },
        { [new CategoryCondition(Grade, 9)], "grade = category 9" },
        { [new CategoryCondition(Mutated, 0), new CategoryCondition(Mutated, 1)], "mutated = 0 and mutated = 1" },
        { [new CategoryCondition(Age, 0)], "age" },
        { [new RangeCondition(Grade, 0, 1)], "grade" },
        { [new RangeCondition(Age, 120, 130)], "age in 120..130" },
        { [new RangeCondition(Age, 50, 40)], "age in 50..40" },
        { [new RangeCondition(Age, 50.01, 50.02)], "age in 50.01..50.02" },
        { [new RangeCondition(Age, 30, 40), new RangeCondition(Age, 60, 70)], "age in 30..40 and age in 60..70" },
    };

    [Fact]
    public void A_range_over_bins_that_hold_nobody_is_refused_by_name()
    {
        FittedEncoder fitted = Fit(_cohort);
        ContinuousEncoding age = (ContinuousEncoding)fitted.Columns[0];
        long[] emptied = [.. age.BinCounts.Select((count, bin) => bin < 3 ? 0 : count)];
        TableLayout layout = new(fitted with { Columns = [age with { BinCounts = emptied }, .. fitted.Columns.Skip(1)] });

        UnsatisfiableConditionException fault = Assert.Throws<UnsatisfiableConditionException>(() => ConditionPlan.Create(layout, [new RangeCondition(Age, 20, 31)]));
        Assert.Contains("age in 20..31", fault.Message, StringComparison.Ordinal);
        ConditionPlan.Create(layout, [new RangeCondition(Age, 20, 33)]);
    }

    [Fact]
    public void A_row_is_judged_by_every_condition_and_a_missing_value_meets_none()
    {
        ConditionPlan plan = Plan(new CategoryCondition(Grade, 1), new RangeCondition(Age, 40, 50));
        Cohort rows = new(Schema, [[45, 45, 60, double.NaN], [1, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]]);
        Assert.Equal([-1, 0, 1, 1], Enumerable.Range(0, 4).Select(row => plan.FirstBroken(rows, row)));
    }

    private static ConditionPlan Plan(params SampleCondition[] conditions) => ConditionPlan.Create(_layout, conditions);
}
