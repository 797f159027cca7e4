using RingFed.Learning.Data;
using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class VaeHeadsTests
{
    private static readonly VaeLayout _layout = VaeToy.Layout(TableToy.Draw(300, seed: 4));

    /// <summary>One number that may be missing, two columns of tokens, one endpoint: the first row is observed, the second misses its number.</summary>
    [Fact]
    public void The_loss_of_a_row_is_the_sum_of_its_heads_worked_out_by_hand()
    {
        using DisposeScope scope = NewDisposeScope();
        using VaeHeads heads = new(_layout);
        float[] rows = new float[2 * _layout.Width];
        float[] outputs = new float[2 * _layout.Outputs];
        SetRow(rows.AsSpan(0, _layout.Width), present: true, died: 1);
        SetRow(rows.AsSpan(_layout.Width), present: false, died: 0);
        foreach (int row in (int[])[0, _layout.Outputs])
        {
            outputs[row] = 0.25f;
            outputs[row + _layout.SpreadsAt] = 0.7f;
            outputs[row + _layout.HazardsAt] = 0.3f;
            outputs[row + _layout.HazardsAt + 1] = -0.2f;
            outputs[row + _layout.HazardsAt + 2] = -0.4f;
            outputs[row + _layout.HazardsAt + 3] = 0.5f;
        }

        float[] loss = heads.Loss(tensor(rows).view(2, -1), tensor(outputs).view(2, -1)).data<float>().ToArray();

        double logSpread = (2 * Math.Tanh(0.7 / 2)) - 1;
        double number = (0.5 * Math.Pow((1 - 0.25) / Math.Exp(logSpread), 2)) + logSpread;
        double tokens = Math.Log(2) + Math.Log(SupportedGrades()) + Math.Log(2);
        Assert.Equal(number + tokens + Survival(1), loss[0], 1e-4);
        Assert.Equal(tokens + Survival(0), loss[1], 1e-4);

        // Followed to the end: survival of both counts, no hazard.
        rows[_layout.Width + _layout.CensoredAt] = 0;
        Assert.Equal(tokens + Weibull(0.3, -0.2).Sum + Weibull(-0.4, 0.5).Sum, heads.Loss(tensor(rows).view(2, -1), tensor(outputs).view(2, -1)).data<float>()[1], 1e-4);
    }

    [Fact]
    public void What_heads_draw_from_are_proper_distributions_without_tokens_that_the_ring_never_saw()
    {
        using DisposeScope scope = NewDisposeScope();
        using VaeHeads heads = new(_layout);
        using Generator noise = new(1);
        float[] drawn = heads.Distributions(randn([5, _layout.Outputs], generator: noise)).data<float>().ToArray();
        foreach (float[] row in drawn.Chunk(_layout.Outputs))
        {
            Assert.All(_layout.Choices, choice => Assert.Equal(1, row.AsSpan(_layout.LogitsAt + choice.Start, choice.Shares.Length).ToArray().Sum(), 1e-5));
            Assert.Equal(0, row[_layout.LogitsAt + Grade.Start + 3]);
            Assert.All(row[_layout.SpreadsAt.._layout.LogitsAt], spread => Assert.InRange(spread, Math.Exp(-3), Math.E));
            Assert.All(row[_layout.HazardsAt..], parameter => Assert.True(parameter > 0));
        }
    }

    [Fact]
    public void Rows_hold_scores_tokens_and_the_endpoint_and_an_unseen_category_has_no_token()
    {
        Cohort cohort = new(TableToy.Schema, [[double.NaN], [3], [1], [2], [1]]);
        float[] row = VaeRows.Encode(_layout, cohort, random: null);

        Assert.Equal((0, 0), (row[0], row[_layout.PresentAt]));
        Assert.All(row[(_layout.ChoicesAt + Grade.Start)..(_layout.ChoicesAt + Grade.End)], token => Assert.Equal(0, token));
        Assert.Equal(1, row[_layout.ChoicesAt + _layout.Choices[_layout.Numbers[0].Presence].Start + 1]);
        Assert.Equal((1, 1, 2), (row[_layout.EventsAt], row[_layout.ObservedAt], row.Skip(_layout.ChoicesAt).Take(_layout.Tokens).Sum()));
        Assert.True(row[_layout.TauAt] > 0);
        Assert.Equal(0, row[_layout.CensoredAt]);
    }

    [Fact]
    public void A_missing_value_where_none_may_be_is_refused_by_column_and_row()
    {
        Cohort cohort = new(TableToy.Schema, [[50, 50], [0, 0], [1, double.NaN], [2, 2], [1, 1]]);
        Assert.Contains("'mutated' has a missing value in row 2", Assert.Throws<ArgumentException>(() => VaeRows.Encode(_layout, cohort, null)).Message, StringComparison.Ordinal);
    }

    private static VaeChoice Grade => _layout.Choices.Single(choice => choice.Column == TableToy.Grade);

    private static double SupportedGrades() => Grade.Shares.Count(share => share > 0);

    private static void SetRow(Span<float> row, bool present, float died)
    {
        row[0] = present ? 1 : 0;
        foreach (VaeChoice choice in _layout.Choices)
        {
            row[_layout.ChoicesAt + choice.Start + (choice.Column < 0 && !present ? 1 : 0)] = 1;
        }

        row[_layout.PresentAt] = present ? 1 : 0;
        row[_layout.EventsAt] = died;
        row[_layout.ObservedAt] = 1;
        row[_layout.TauAt] = 0.8f;
        row[_layout.CensoredAt] = 1 - died;
    }

    private static double Survival(int died)
    {
        (double hazard, double sum) ended = Weibull(0.3, -0.2);
        (double hazard, double sum) censored = Weibull(-0.4, 0.5);
        return ended.sum + censored.sum - (died * ended.hazard) - ((1 - died) * censored.hazard);
    }

    private static (double LogHazard, double Sum) Weibull(double rawShape, double rawScale)
    {
        double shape = Math.Exp(2 * Math.Tanh(rawShape / 2));
        double scale = Math.Exp(6 * Math.Tanh(rawScale / 6));
        return (Math.Log(shape / scale) + ((shape - 1) * Math.Log(0.8 / scale)), Math.Pow(0.8 / scale, shape));
    }
}
