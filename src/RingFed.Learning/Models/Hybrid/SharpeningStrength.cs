using RingFed.Learning.Encoding;
using RingFed.Learning.Models.BayesianNetwork;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Hybrid;

/// <summary>
/// How far each sharpened column follows its corrections: the logarithms of odds are moved by strength x correction, and the strength is
/// the one of <see cref="Steps"/> + 1 in 0..1 under which the records held out at all silos are most likely. 0 is the
/// network alone, which stays where the decoder learnt nothing that holds beyond the patients it was trained on. The network's own sums have
/// counted the records held out, so that the choice leans towards it. One sum over the ring; a pure function of its total.
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

    private const int ScaleBits = 24;

    /// <param name="checkedRows">Records held out here, [records, layout.Tokens + layout.SharpenedTokens]; null for none.</param>
    /// <returns>Per sharpened unit, in 0..1.</returns>
    /// <exception cref="InvalidOperationException">The ring refused the sum.</exception>
    public static async Task<double[]> FitAsync(HybridLayout layout, BlockDecoder decoder, Tensor? checkedRows, IRingSum ring, CancellationToken cancellationToken)
    {
        int units = layout.Sharpened.Count;
        double[] gains = [checkedRows?.shape[0] ?? 0, .. checkedRows is null ? new double[units * Steps] : Gains(layout, decoder, checkedRows)];
        string name = $"{HybridModel.Name}-strength-1/{Convert.ToHexStringLower(layout.Shape.Layout.Encoder.Digest.AsSpan(0, 8))}";
        double each = units * Steps * GainMax * GainMax;
        RingTotal total = await ring.SumAsync(
            StatisticQuery.OfReals(
                name, gains, 1 + (units * Steps * GainMax), Math.Sqrt(1 + each), EncoderFit.RecordsPerSiloMax * (long)GainMax, ScaleBits, EncoderFit.MinimumCount,
                "How much likelier a decoder makes patients held out from its training than the network alone."),
            cancellationToken).ConfigureAwait(false);
        double[] sums = total.Reals(ScaleBits);
        return [.. Enumerable.Range(0, units).Select(unit => sums[0] < RecordsMin ? 0 : Best(sums.AsSpan(1 + (unit * Steps), Steps)))];
    }

    /// <summary>Sums of gains over the records, [units x Steps].</summary>
    private static double[] Gains(HybridLayout layout, BlockDecoder decoder, Tensor rows)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        double[] gains = new double[layout.Sharpened.Count * Steps];
        Tensor alone = PerUnit(0);
        for (int step = 1; step <= Steps; step++)
        {
            double[] sums = [.. PerUnit((double)step / Steps).sub(alone).clamp(-GainMax, GainMax).to_type(ScalarType.Float64).sum([0]).data<double>().ToArray()];
            for (int unit = 0; unit < sums.Length; unit++)
            {
                gains[(unit * Steps) + step - 1] = sums[unit];
            }
        }

        return gains;

        // [records, units]: log-likelihood of each record's token.
        Tensor PerUnit(double strength)
        {
            Tensor seen = rows.narrow(1, layout.OtherTokens, layout.SharpenedTokens).mul(decoder.LogProbabilities(rows, strength));
            return stack([.. layout.Sharpened.Select(unit => seen.narrow(1, layout.Start(unit) - layout.OtherTokens, layout.Shape.Layout.Units[unit].Count).sum(1))], 1);
        }
    }

    private static double Best(ReadOnlySpan<double> gains)
    {
        int best = 0;
        for (int step = 1; step <= gains.Length; step++)
        {
            if (gains[step - 1] > (best == 0 ? 0 : gains[best - 1]))
            {
                best = step;
            }
        }

        return (double)best / Steps;
    }
}
