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

    /// <summary>Everything but the endpoints, which are left missing.</summary>
    /// <param name="heads">[rows, layout.Outputs] as <see cref="VaeHeads.Distributions"/> gives them.</param>
    public Cohort Draw(ReadOnlySpan<float> heads, int rows)
    {
        double[][] columns = [.. _schema.Columns.Select(_ => new double[rows])];
        foreach (EndpointSchema endpoint in layout.Endpoints.Select(endpoint => endpoint.Scale.Endpoint))
        {
            Array.Fill(columns[endpoint.TimeColumn], double.NaN);
            Array.Fill(columns[endpoint.EventColumn], double.NaN);
        }

        for (int row = 0; row < rows; row++)
        {
            DrawRow(heads.Slice(row * layout.Outputs, layout.Outputs), columns, row);
        }

        return new Cohort(_schema, columns);
    }

    /// <summary>The rows with what their endpoints lack; a time or an event that is there is kept, and the other drawn given it.</summary>
    /// <param name="heads">[rows, layout.Outputs] for the codes and these very rows.</param>
    /// <param name="factors">One an endpoint.</param>
    public Cohort DrawEndpoints(Cohort rows, ReadOnlySpan<float> heads, IReadOnlyList<HazardFactors> factors)
    {
        double[][] columns = [.. Enumerable.Range(0, _schema.Columns.Count).Select(column => rows.Column(column).ToArray())];
        for (int e = 0; e < layout.Endpoints.Count; e++)
        {
            EndpointScale scale = layout.Endpoints[e].Scale;
            (double[] times, double[] events) = (columns[scale.Endpoint.TimeColumn], columns[scale.Endpoint.EventColumn]);
            EndpointDraw draw = new(scale, random);
            for (int row = 0; row < rows.Count; row++)
            {
                ReadOnlySpan<float> own = heads.Slice(row * layout.Outputs, layout.Outputs);
                if (!double.IsNaN(times[row]) || !double.IsNaN(events[row]) || IsPresent(own, layout.Endpoints[e].Presence))
                {
                    (times[row], events[row]) = draw.Complete(factors[e].For(layout.HazardsOf(own, e)), times[row], events[row]);
                }
            }
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
}
