using MathNet.Numerics.Distributions;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Draws rows from the heads' distributions, never their modes.</summary>
/// <param name="conditions">What drawn columns keep to.</param>
/// <param name="neverMissing">Values are drawn where a row would have none, but for what the whole ring has none of.</param>
internal sealed class VaeDraw(VaeLayout layout, VaeConditions conditions, SeededRandom random, bool neverMissing = false)
{
    private readonly CohortSchema _schema = layout.Schema;

    /// <param name="heads">[rows, layout.Outputs] as <see cref="VaeHeads.Distributions"/> gives them.</param>
    public Cohort Draw(ReadOnlySpan<float> heads, int rows)
    {
        double[][] columns = [.. _schema.Columns.Select(_ => new double[rows])];
        for (int row = 0; row < rows; row++)
        {
            DrawRow(heads.Slice(row * layout.Outputs, layout.Outputs), columns, row);
        }

        return new Cohort(_schema, columns);
    }

    private void DrawRow(ReadOnlySpan<float> heads, double[][] columns, int row)
    {
        for (int n = 0; n < layout.Numbers.Count; n++)
        {
            VaeNumber number = layout.Numbers[n];
            columns[number.Scale.Column][row] = IsPresent(heads, number.Presence) ? number.Scale.Value(Score(heads, n)) : double.NaN;
        }

        for (int c = 0; c < layout.Choices.Count; c++)
        {
            VaeChoice choice = layout.Choices[c];
            if (choice.Column >= 0)
            {
                int token = Token(heads, c);
                columns[choice.Column][row] = token == choice.Missing ? double.NaN : token;
            }
        }

        for (int e = 0; e < layout.Endpoints.Count; e++)
        {
            EndpointSchema endpoint = layout.Endpoints[e].Scale.Endpoint;
            (columns[endpoint.TimeColumn][row], columns[endpoint.EventColumn][row]) =
                IsPresent(heads, layout.Endpoints[e].Presence) ? Survival(heads, e) : (double.NaN, double.NaN);
        }
    }

    private bool IsPresent(ReadOnlySpan<float> heads, int presence) => presence < 0 || Token(heads, presence) == 0;

    private int Token(ReadOnlySpan<float> heads, int c)
    {
        VaeChoice choice = layout.Choices[c];
        bool passesMissing = neverMissing && choice.Missing >= 0 && choice.Shares[choice.Missing] < 1;
        return conditions.Tokens[c] >= 0 ? conditions.Tokens[c] : Categorical(heads.Slice(layout.LogitsAt + choice.Start, choice.Shares.Length), passesMissing ? choice.Missing : -1);
    }

    /// <param name="without">Token that does not count; -1 for none.</param>
    private int Categorical(ReadOnlySpan<float> probabilities, int without)
    {
        double left = random.Uniform() * (1 - (without >= 0 ? probabilities[without] : 0));
        int drawn = -1;
        for (int token = 0; token < probabilities.Length && left >= 0; token++)
        {
            if (token != without && probabilities[token] > 0)
            {
                left -= probabilities[token];
                drawn = token;
            }
        }

        return Math.Max(drawn, 0);
    }

    private double Score(ReadOnlySpan<float> heads, int n)
    {
        (double mean, double spread) = (heads[n], heads[layout.SpreadsAt + n]);
        if (conditions.Ranges[n] is not { } range)
        {
            return random.Normal(mean, spread);
        }

        double low = NormalScore.Share((range.Low - mean) / spread);
        double high = NormalScore.Share((range.High - mean) / spread);
        return Math.Clamp(mean + (spread * Normal.InvCDF(0, 1, random.Uniform(low, high))), range.Low, range.High);
    }

    /// <summary>What comes first of event, censoring and follow-up's end.</summary>
    private (double Time, double Event) Survival(ReadOnlySpan<float> heads, int e)
    {
        int count = layout.Endpoints.Count;
        int at = layout.HazardsAt + e;
        double ended = Weibull(heads[at], heads[at + count]);
        double censored = Math.Min(Weibull(heads[at + (2 * count)], heads[at + (3 * count)]), EndpointScale.TauMax);
        return (layout.Endpoints[e].Scale.Time(Math.Min(ended, censored)), ended <= censored ? 1 : 0);
    }

    private double Weibull(double shape, double scale) => scale * Math.Pow(random.Exponential(), 1 / shape);
}
