using RingFed.Learning.Data;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// The shape of one patient for the auto-encoder, a pure function of the fitted encoder. With S numbers, T tokens of
/// choices and E endpoints,
/// <code>
/// row:     | scores (S) | choices (T) | time scores (E) | events (E) || present (S) | observed (E) | tau (E) | censored (E) |
/// outputs: | means (S) | spreads (S) | logits (T) | event shape, event scale, censoring shape, censoring scale (E each) |
/// </code>
/// The encoder reads the row up to the double bar; the rest is for the loss. Choices are the categorical columns, with a
/// token of their own for missing, and for each number and endpoint that may be missing a pair (present, missing).
/// </summary>
internal sealed class VaeLayout
{
    public VaeLayout(TableLayout table)
    {
        Table = table;
        CohortSchema schema = table.Encoder.Schema;
        List<VaeNumber> numbers = [];
        List<VaeEndpoint> endpoints = [];
        List<VaeChoice> choices = [];
        foreach (TableBlock block in table.Blocks)
        {
            int choice = AddChoice(choices, block);
            switch (block.Encoding)
            {
                case ContinuousEncoding numeric:
                    numbers.Add(new VaeNumber(new NumericScale(schema.Columns[numeric.Column], numeric), choice));
                    break;
                case EndpointEncoding endpoint:
                    endpoints.Add(new VaeEndpoint(new EndpointScale(schema, endpoint), choice));
                    break;
            }
        }

        (Numbers, Endpoints, Choices, Tokens) = (numbers, endpoints, choices, choices.Sum(choice => choice.Shares.Length));
    }

    public TableLayout Table { get; }

    public CohortSchema Schema => Table.Encoder.Schema;

    public IReadOnlyList<VaeNumber> Numbers { get; }

    public IReadOnlyList<VaeEndpoint> Endpoints { get; }

    public IReadOnlyList<VaeChoice> Choices { get; }

    /// <summary>T.</summary>
    public int Tokens { get; }

    public int ChoicesAt => Numbers.Count;

    public int TimeScoresAt => ChoicesAt + Tokens;

    public int EventsAt => TimeScoresAt + Endpoints.Count;

    /// <summary>Values that the encoder reads.</summary>
    public int Inputs => EventsAt + Endpoints.Count;

    public int PresentAt => Inputs;

    public int ObservedAt => PresentAt + Numbers.Count;

    public int TauAt => ObservedAt + Endpoints.Count;

    /// <summary>1 where a patient left before follow-up's end.</summary>
    public int CensoredAt => TauAt + Endpoints.Count;

    /// <summary>Values of a row.</summary>
    public int Width => CensoredAt + Endpoints.Count;

    public int SpreadsAt => Numbers.Count;

    public int LogitsAt => 2 * Numbers.Count;

    public int HazardsAt => LogitsAt + Tokens;

    /// <summary>Values that the decoder gives.</summary>
    public int Outputs => HazardsAt + (4 * Endpoints.Count);

    /// <summary>Which of the first <see cref="TimeScoresAt"/> places of a row say nothing about an endpoint itself: 1, or 0 for its presence.</summary>
    public float[] Shown()
    {
        float[] shown = [.. Enumerable.Repeat(1f, TimeScoresAt)];
        foreach (VaeEndpoint endpoint in Endpoints.Where(endpoint => endpoint.Presence >= 0))
        {
            VaeChoice presence = Choices[endpoint.Presence];
            shown.AsSpan(ChoicesAt + presence.Start, presence.Shares.Length).Clear();
        }

        return shown;
    }

    /// <summary>Shape and scale of an endpoint's event, shape and scale of its censoring.</summary>
    /// <param name="heads">[Outputs] as <see cref="VaeHeads.Distributions"/> gives them.</param>
    public double[] HazardsOf(ReadOnlySpan<float> heads, int endpoint)
    {
        double[] hazards = new double[4];
        for (int i = 0; i < hazards.Length; i++)
        {
            hazards[i] = heads[HazardsAt + (i * Endpoints.Count) + endpoint];
        }

        return hazards;
    }

    private static int AddChoice(List<VaeChoice> choices, TableBlock block)
    {
        int start = choices.Count == 0 ? 0 : choices[^1].End;
        if (block.Encoding is CategoricalEncoding categorical)
        {
            double[] shares = [.. Enumerable.Range(block.TokenStart, block.TokenCount).Select(_ => 0.0)];
            TableShares.Of(block, shares);
            choices.Add(new VaeChoice(start, shares, categorical.Column, block.MissingToken));
        }
        else if (block.HasMissing)
        {
            double missing = block.Encoding.MissingFraction;
            choices.Add(new VaeChoice(start, [1 - missing, missing], -1, 1));
        }
        else
        {
            return -1;
        }

        return choices.Count - 1;
    }
}

/// <param name="Presence">Index of the choice between present and missing; -1 for a number that never is.</param>
internal sealed record VaeNumber(NumericScale Scale, int Presence);

/// <param name="Presence">As for <see cref="VaeNumber"/>.</param>
internal sealed record VaeEndpoint(EndpointScale Scale, int Presence);

/// <param name="Start">First of its tokens among all.</param>
/// <param name="Shares">Of the ring's records, per token; 0 for one that is never drawn.</param>
/// <param name="Column">Schema column; -1 for a choice between present and missing.</param>
/// <param name="Missing">Token that stands for a missing value; -1 where none does.</param>
internal sealed record VaeChoice(int Start, double[] Shares, int Column, int Missing)
{
    public int End => Start + Shares.Length;
}
