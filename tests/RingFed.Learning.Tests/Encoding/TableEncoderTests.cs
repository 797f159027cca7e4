using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using static RingFed.Learning.Tests.Encoding.TableToy;

namespace RingFed.Learning.Tests.Encoding;

public sealed class TableEncoderTests
{
    private static readonly Cohort _cohort = Draw(400, seed: 1);
    private static readonly TableLayout _layout = new(Fit(_cohort));

    [Fact]
    public void A_row_holds_scalars_then_discrete_tokens_then_modes()
    {
        Assert.Equal(2, _layout.Scalars);

        // grade 4 + missing, mutated 2, survival 2 x 4; age 2 modes + missing.
        Assert.Equal(5 + 2 + 8, _layout.ConditionTokens);
        Assert.Equal(_layout.ConditionTokens + 3, _layout.Tokens);
        Assert.Equal(_layout.ConditionTokens, _layout.Blocks[0].TokenStart);
    }

    [Fact]
    public void Shares_of_a_blocks_tokens_sum_to_one_and_an_unseen_category_has_none()
    {
        foreach (TableBlock block in _layout.Blocks)
        {
            Assert.Equal(1, _layout.TokenShares.Skip(block.TokenStart).Take(block.TokenCount).Sum(), 12);
        }

        Assert.Equal(0, _layout.TokenShares[_layout.Blocks[1].TokenStart + 3]);
    }

    [Fact]
    public void Every_block_has_exactly_one_token_and_scalars_stay_within_one()
    {
        TableRows rows = TableEncoder.Encode(_layout, _cohort, new(7));
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<float> values = rows.Values.AsSpan(row * _layout.Width, _layout.Width);
            Assert.All(values[.._layout.Scalars].ToArray(), scalar => Assert.InRange(scalar, -1, 1));
            foreach (TableBlock block in _layout.Blocks)
            {
                Assert.Equal(1, values.Slice(_layout.Scalars + block.TokenStart, block.TokenCount).ToArray().Sum());
            }
        }
    }

    [Fact]
    public void Decoding_gives_back_what_was_encoded()
    {
        TableRows rows = TableEncoder.Encode(_layout, _cohort, new(7));
        Cohort back = new TableDecoder(_layout).Decode(rows.Values, rows.Rows);
        for (int column = 0; column < Schema.Columns.Count; column++)
        {
            // float32 places within a mode or bin round to the same decimal, or to its neighbour at a tie.
            double tolerance = Schema.Columns[column].IsDiscrete ? 0 : 1.01 * Math.Pow(10, -Schema.Columns[column].Decimals);
            for (int row = 0; row < _cohort.Count; row++)
            {
                Assert.Equal(double.IsNaN(_cohort[row, column]), double.IsNaN(back[row, column]));
                if (!double.IsNaN(_cohort[row, column]))
                {
                    Assert.InRange(back[row, column], _cohort[row, column] - tolerance, _cohort[row, column] + tolerance);
                }
            }
        }
    }

    [Fact]
    public void A_value_takes_the_mode_it_most_likely_came_from_with_the_matching_place()
    {
        double[][] one = [[45], [0], [0], [1.5], [1]];
        TableRows rows = TableEncoder.Encode(_layout, new Cohort(Schema, one), new(7));

        Assert.Equal(0, rows.Tokens[0][0]);
        Assert.Equal(0f, rows.Values[_layout.Blocks[0].Scalar]);

        // Half way through the second of four bins, with the event: token 4 + 1.
        Assert.Equal(5, rows.Tokens[3][0]);
        Assert.Equal(0f, rows.Values[_layout.Blocks[3].Scalar]);
    }

    [Fact]
    public void The_same_seed_draws_the_same_modes()
    {
        TableRows first = TableEncoder.Encode(_layout, _cohort, new(7));
        TableRows second = TableEncoder.Encode(_layout, _cohort, new(7));
        Assert.Equal(first.Values, second.Values);
    }

    [Fact]
    public void A_missing_value_where_the_schema_allows_none_is_refused_by_name()
    {
        double[][] one = [[45], [0], [double.NaN], [1.5], [1]];
        ArgumentException fault = Assert.Throws<ArgumentException>(() => TableEncoder.Encode(_layout, new Cohort(Schema, one), new(7)));
        Assert.Contains("mutated", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoded_values_keep_the_declared_decimals_and_range()
    {
        float[] far = new float[_layout.Width];
        far[_layout.Blocks[0].Scalar] = 1;
        far[_layout.Scalars + _layout.Blocks[0].TokenStart + 1] = 1;
        Cohort decoded = new TableDecoder(_layout).Decode(far, 1);
        Assert.Equal(75 + 24, decoded[0, Age]);
        far[_layout.Scalars + _layout.Blocks[0].TokenStart] = 2;
        far[_layout.Blocks[0].Scalar] = -1;
        decoded = new TableDecoder(_layout).Decode(far, 1);
        Assert.Equal(45 - 24, decoded[0, Age]);
    }
}
