using RingFed.Learning.Encoding;
using RingFed.Learning.Models.BayesianNetwork;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// How far each sharpened column follows its corrections: the logarithms of odds are moved by strength x correction, and the strength is
/// the one of <see cref="Steps"/> + 1 in 0..1 under which the records held out at all silos gain most likelihood over the network, less
/// the gain's standard error. 0 is the network alone, which stays where no gain is above its error. The records are not
/// untouched by either: the network's sums counted them, which leans towards it; each silo kept the parameters that they liked best,
/// which leans towards the decoder, and which the error does not measure. One sum over the ring; a pure function of its total.
/// </summary>
internal static class SharpeningStrength
{
    public const int Sums = 1;

    /// <summary>Strengths tried between none and all.</summary>
    public const int Steps = 4;

    /// <summary>Fewer records held out over the ring than this decide nothing; then the network stays alone.</summary>
    public const int RecordsMin = 50;

    /// <summary>A record's gain in log-likelihood counts within ± this, so that one record does not decide.</summary>
    private const double GainMax = 5;

    private const double SquareMax = GainMax * GainMax;

    private const int ScaleBits = 24;

    /// <param name="checkedRows">Records held out here, [records, layout.Tokens + layout.SharpenedTokens]; null for none.</param>
    /// <returns>Per sharpened unit, in 0..1.</returns>
    /// <exception cref="InvalidOperationException">The ring refused the sum.</exception>
    public static async Task<double[]> FitAsync(HybridLayout layout, BlockDecoder decoder, Tensor? checkedRows, IRingSum ring, CancellationToken cancellationToken)
    {
        int entries = layout.Sharpened.Count * Steps;
        double[] gains = [checkedRows?.shape[0] ?? 0, .. checkedRows is null ? new double[2 * entries] : Gains(layout, decoder, checkedRows)];
        string name = $"{HybridModel.Name}-strength-2/{Convert.ToHexStringLower(layout.Shape.Layout.Encoder.Digest.AsSpan(0, 8))}";
        double each = entries * (SquareMax + (SquareMax * SquareMax));
        RingTotal total = await ring.SumAsync(
            StatisticQuery.OfReals(
                name, gains, 1 + (entries * (GainMax + SquareMax)), Math.Sqrt(1 + each), EncoderFit.RecordsPerSiloMax * (long)SquareMax, ScaleBits, EncoderFit.MinimumCount,
                "How much likelier a decoder makes patients held out from its training than the network alone."),
            cancellationToken).ConfigureAwait(false);
        double[] sums = total.Reals(ScaleBits);
        return [.. Enumerable.Range(0, layout.Sharpened.Count).Select(unit => sums[0] < RecordsMin ? 0 : Best(
            sums[0], sums.AsSpan(1 + (unit * Steps), Steps), sums.AsSpan(1 + entries + (unit * Steps), Steps)))];
    }

    /// <summary>Sums over the records of gains, then of their squares: twice [units x Steps].</summary>
    private static double[] Gains(HybridLayout layout, BlockDecoder decoder, Tensor rows)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor alone = PerUnit(0);
        Tensor gains = stack([.. Enumerable.Range(1, Steps).Select(step => PerUnit((double)step / Steps).sub(alone).clamp(-GainMax, GainMax))], 2).to_type(ScalarType.Float64);
        return [.. stack([gains.sum([0]), gains.square().sum([0])]).contiguous().data<double>().ToArray()];

        // [records, units]: log-likelihood of each record's token.
        Tensor PerUnit(double strength)
        {
            Tensor seen = rows.narrow(1, layout.OtherTokens, layout.SharpenedTokens).mul(decoder.LogProbabilities(rows, strength));
            return stack([.. layout.Sharpened.Select(unit => seen.narrow(1, layout.Start(unit) - layout.OtherTokens, layout.Shape.Layout.Units[unit].Count).sum(1))], 1);
        }
    }

    /// <param name="gains">Sums by step.</param>
    /// <param name="squares">Sums by step of the gains' squares.</param>
    private static double Best(double records, ReadOnlySpan<double> gains, ReadOnlySpan<double> squares)
    {
        int best = 0;
        double most = 0;
        for (int step = 1; step <= Steps; step++)
        {
            double gain = gains[step - 1];
            double sure = gain - Math.Sqrt(Math.Max(0, squares[step - 1] - (gain * gain / records)));
            if (sure > most)
            {
                (best, most) = (step, sure);
            }
        }

        return (double)best / Steps;
    }
}
