using RingFed.Daemon.Commands;
using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Tests.Commands;

public sealed class ConditionTextTests
{
    private static readonly CohortSchema _schema = new()
    {
        Name = "test",
        Origin = CohortOrigin.Simulated,
        Columns =
        [
            new ColumnSchema { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["female", "male"] },
            new ColumnSchema { Name = "age", Kind = ColumnKind.Continuous, Minimum = 18, Maximum = 100 },
        ],
    };

    [Fact]
    public void A_category_is_named_by_its_word() =>
        Assert.Equal([new CategoryCondition(0, 1)], ConditionText.Parse(["sex=male"], _schema));

    [Theory]
    [InlineData("age=60..70", 60, 70)]
    [InlineData("age>=60", 60, 100)]
    [InlineData("age<=60.5", 18, 60.5)]
    [InlineData(" age = 60 ", 60, 60)]
    public void A_number_is_held_to_a_range(string text, double minimum, double maximum) =>
        Assert.Equal([new RangeCondition(1, minimum, maximum)], ConditionText.Parse([text], _schema));

    [Fact]
    public void Every_condition_that_cannot_be_understood_is_named()
    {
        string[] wrong = ["hair=red", "sex=other", "sex>=male", "age=old", "age=70..60", "age=200..300", "age<60", "age"];

        CommandFailure failure = Assert.Throws<CommandFailure>(() => ConditionText.Parse(wrong, _schema));

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Equal(wrong.Length, failure.Sentences.Count);
        Assert.All(wrong.Zip(failure.Sentences), pair => Assert.Contains($"'{pair.First}'", pair.Second, StringComparison.Ordinal));
    }
}
