using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;

namespace RingFed.Learning.Tests.Encoding.Tokens;

public sealed class TokenLayoutTests
{
    private static readonly Cohort _cohort = Cohort.Concatenate(MdsSimulator.Draw(new MdsSimulationOptions { Patients = 2_500, Silos = 2 }));

    private static readonly TokenLayout _layout = new(EncoderFit.FitLocally(_cohort), bins: 12, groups: 4);

    [Fact]
    public void What_is_drawn_of_a_token_is_that_token_again_and_keeps_range_and_decimals()
    {
        SeededRandom random = new(3);
        ValueLimits none = new(_cohort.Schema);
        foreach (TokenUnit unit in _layout.Units)
        {
            int[] wanted = [.. Enumerable.Range(0, unit.Count).Where(token => unit.Shares[token] > 0).SelectMany(token => Enumerable.Repeat(token, 40))];
            Cohort drawn = Draw(unit, wanted, none, random);
            int[] tokens = new int[wanted.Length];
            unit.Encode(drawn, tokens);
            Assert.Equal(wanted, tokens);
            Assert.All(unit.Columns, column => Assert.All(drawn.Column(column).ToArray(), value => AssertWritable(_cohort.Schema.Columns[column], value)));
        }
    }

    [Fact]
    public void Shares_are_those_of_the_cohort()
    {
        int[][] tokens = _layout.Encode(_cohort);
        for (int unit = 0; unit < tokens.Length; unit++)
        {
            Assert.Equal(1, _layout.Units[unit].Shares.Sum(), 1e-12);
            if (_layout.Units[unit] is NumericTokens numeric)
            {
                Assert.All(Enumerable.Range(0, numeric.Count), token => Assert.Equal(tokens[unit].Count(t => t == token) / (double)_cohort.Count, numeric.Shares[token], 0.004));
            }
        }
    }

    [Fact]
    public void The_parts_of_a_range_share_a_token_and_what_is_drawn_lies_within()
    {
        SeededRandom random = new(5);
        foreach (int unit in Enumerable.Range(0, _layout.Units.Count).Where(unit => _layout.Units[unit] is NumericTokens))
        {
            int column = _layout.Units[unit].Columns[0];
            ColumnSchema schema = _cohort.Schema.Columns[column];
            double middle = Math.Round(_cohort.Column(column).ToArray().Where(double.IsFinite).Order().ElementAt(1_000), schema.Decimals);
            double step = Math.Pow(10, -schema.Decimals);
            ValueLimits below = Limit(column, double.NegativeInfinity, middle);
            ValueLimits above = Limit(column, middle + step, double.PositiveInfinity);
            for (int token = 0; token < _layout.Units[unit].ValueTokens; token++)
            {
                Assert.Equal(1, _layout.Units[unit].ShareWithin(token, below) + _layout.Units[unit].ShareWithin(token, above), 1e-6);
                if (_layout.Units[unit].ShareWithin(token, below) > 0)
                {
                    Assert.All(Draw(_layout.Units[unit], [.. Enumerable.Repeat(token, 20)], below, random).Column(column).ToArray(), value => Assert.True(value <= middle));
                }
            }
        }
    }

    [Fact]
    public void Within_a_token_values_follow_the_histogram_and_an_atom_stays_one()
    {
        Cohort skewed = Single([.. Enumerable.Repeat(0.0, 400), .. Enumerable.Repeat(7.0, 60), .. Enumerable.Repeat(8.0, 20), .. Enumerable.Repeat(30.0, 20)], 0, 100);
        TokenLayout layout = new(EncoderFit.FitLocally(skewed), bins: 4, groups: 2);
        int[] tokens = layout.Encode(skewed)[0];
        Assert.Equal(2, layout.Units[0].ValueTokens);
        double[] drawn = Draw(layout.Units[0], [.. Enumerable.Repeat(tokens[^1], 6_000)], new ValueLimits(skewed.Schema), new SeededRandom(1), skewed.Schema).Column(0).ToArray();
        Assert.Equal([7.0, 8, 30], drawn.Distinct().Order());
        Assert.Equal(0.6, drawn.Count(value => value == 7) / 6_000.0, 0.03);
    }

    [Fact]
    public void A_constant_column_has_one_token_and_gives_its_value()
    {
        Cohort constant = Single([.. Enumerable.Repeat(42.0, 50)], 0, 100);
        TokenLayout layout = new(EncoderFit.FitLocally(constant), 12, 4);
        Assert.Equal(1, layout.Units[0].Shares.Count(share => share > 0));
        Assert.Equal(42, Draw(layout.Units[0], layout.Encode(constant)[0], new ValueLimits(constant.Schema), new SeededRandom(1), constant.Schema)[0, 0]);
    }

    [Fact]
    public void A_column_without_any_value_is_missing_throughout()
    {
        Cohort empty = Single([.. Enumerable.Repeat(double.NaN, 50)], 0, 100);
        TokenUnit unit = new TokenLayout(EncoderFit.FitLocally(empty), 12, 4).Units[0];
        Assert.Equal([0, 1], unit.Shares);
        Assert.True(double.IsNaN(Draw(unit, [unit.MissingToken], new ValueLimits(empty.Schema), new SeededRandom(1), empty.Schema)[0, 0]));
    }

    [Fact]
    public void A_missing_value_where_none_is_allowed_is_refused_with_its_row()
    {
        int age = _cohort.Schema.IndexOf("age");
        double[][] columns = [.. Enumerable.Range(0, _cohort.Schema.Columns.Count).Select(column => _cohort.Take([0, 1]).Column(column).ToArray())];
        columns[age][1] = double.NaN;
        ArgumentException fault = Assert.Throws<ArgumentException>(() => _layout.Encode(new Cohort(_cohort.Schema, columns)));
        Assert.Contains("'age' has a missing value in row 2", fault.Message, StringComparison.Ordinal);
    }

    private static ValueLimits Limit(int column, double low, double high)
    {
        ValueLimits limits = new(_cohort.Schema);
        limits.Narrow(column, low, high);
        return limits;
    }

    private static Cohort Draw(TokenUnit unit, int[] tokens, ValueLimits limits, SeededRandom random, CohortSchema? schema = null)
    {
        schema ??= _cohort.Schema;
        double[][] columns = [.. schema.Columns.Select(_ => new double[tokens.Length])];
        for (int row = 0; row < tokens.Length; row++)
        {
            unit.Draw(tokens[row], limits, random, columns, row);
        }

        return new Cohort(schema, columns);
    }

    private static void AssertWritable(ColumnSchema column, double value)
    {
        if (!double.IsNaN(value))
        {
            Assert.InRange(value, column.Minimum, column.IsDiscrete ? column.Categories.Count - 1 : column.Maximum);
            Assert.Equal(Math.Round(value, column.Decimals), value);
        }
    }

    private static Cohort Single(double[] values, double minimum, double maximum) => new(
        new CohortSchema
        {
            Name = "single",
            Origin = CohortOrigin.Simulated,
            Columns = [new ColumnSchema { Name = "value", Kind = ColumnKind.Integer, Minimum = minimum, Maximum = maximum, MissingAllowed = true }],
        },
        [values]);
}
