using RingFed.Learning.Data.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Public rows that personal encoders are to agree on: every column, and every endpoint, drawn for itself from the
/// ring's marginals by the ring's seed. Nobody is like that, and every silo draws the same.
/// </summary>
internal sealed class VaeAnchors : IDisposable
{
    private readonly Tensor _rows;

    public VaeAnchors(VaeLayout layout, int rows, long seed)
    {
        Rows = rows;
        using DisposeScope scope = NewDisposeScope();
        _rows = frombuffer(Draw(layout, rows, new SeededRandom(seed, Stream)), ScalarType.Float32).view(rows, layout.Inputs).clone().DetachFromDisposeScope();
    }

    /// <summary>Apart from the numbers that the same seed gives as first weights.</summary>
    private const int Stream = 1;

    public int Rows { get; }

    /// <summary>Posterior means of the anchors under a network's encoder, as they are now: [rows, latent].</summary>
    public Tensor Codes(VaeNetwork network) => network.Encode(_rows).Mean;

    public void Dispose() => _rows.Dispose();

    /// <returns>[rows, layout.Inputs] float32.</returns>
    public static float[] Draw(VaeLayout layout, int rows, SeededRandom random)
    {
        float[] drawn = new float[rows * layout.Inputs];
        for (int row = 0; row < rows; row++)
        {
            DrawRow(layout, drawn.AsSpan(row * layout.Inputs, layout.Inputs), random);
        }

        return drawn;
    }

    private static void DrawRow(VaeLayout layout, Span<float> row, SeededRandom random)
    {
        foreach (VaeChoice choice in layout.Choices.Where(choice => choice.Shares.Sum() > 0))
        {
            row[layout.ChoicesAt + choice.Start + random.Categorical(choice.Shares)] = 1;
        }

        for (int n = 0; n < layout.Numbers.Count; n++)
        {
            row[n] = IsPresent(layout, row, layout.Numbers[n].Presence) ? Score(random) : 0;
        }

        for (int e = 0; e < layout.Endpoints.Count; e++)
        {
            if (IsPresent(layout, row, layout.Endpoints[e].Presence))
            {
                (double score, double ended) = layout.Endpoints[e].Scale.Draw(random);
                (row[layout.TimeScoresAt + e], row[layout.EventsAt + e]) = ((float)score, (float)ended);
            }
        }
    }

    private static float Score(SeededRandom random) => (float)Math.Clamp(random.Normal(), -NormalScore.Limit, NormalScore.Limit);

    private static bool IsPresent(VaeLayout layout, ReadOnlySpan<float> row, int presence) =>
        presence < 0 || row[layout.ChoicesAt + layout.Choices[presence].Start] == 1;
}
