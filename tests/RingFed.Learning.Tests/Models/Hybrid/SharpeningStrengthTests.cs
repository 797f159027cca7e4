using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Tests.Encoding;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Hybrid;

public sealed class SharpeningStrengthTests
{
    private static readonly Cohort _cohort = TableToy.Draw(300, seed: 2);

    [Fact]
    public async Task One_record_changes_the_sum_by_no_more_than_is_declared_whatever_the_decoder_says()
    {
        using DisposeScope scope = NewDisposeScope();
        (HybridLayout layout, BlockDecoder decoder, Tensor rows) = await DriftedAsync(size: 20);
        using (decoder)
        {
            RecordedRing all = new();
            await SharpeningStrength.FitAsync(layout, decoder, rows, all, TestContext.Current.CancellationToken);
            for (int left = 0; left < 40; left++)
            {
                RecordedRing fewer = new(all.Totals);
                Tensor others = cat([rows.narrow(0, 0, left), rows.narrow(0, left + 1, rows.shape[0] - left - 1)]);
                await SharpeningStrength.FitAsync(layout, decoder, others, fewer, TestContext.Current.CancellationToken);
                all.RequireWithinSensitivity(fewer);
            }
        }
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(30, 1)]
    public async Task A_gain_within_its_standard_error_leaves_the_network_alone(double gain, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        (HybridLayout layout, BlockDecoder decoder, Tensor rows) = await DriftedAsync(size: 0);
        using (decoder)
        {
            // 100 records whose gains are 1 or -1: their sum's standard error is 10 or a little less.
            double[] steps = [.. Enumerable.Range(1, SharpeningStrength.Steps).Select(step => gain * step / SharpeningStrength.Steps)];
            int units = layout.Sharpened.Count;
            GivenRing ring = new([100, .. Enumerable.Repeat(steps, units).SelectMany(each => each), .. Enumerable.Repeat(100.0, units * steps.Length)]);
            double[] strengths = await SharpeningStrength.FitAsync(layout, decoder, rows, ring, TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Repeat(expected, units), strengths);
        }
    }

    private static async Task<(HybridLayout Layout, BlockDecoder Decoder, Tensor Rows)> DriftedAsync(double size)
    {
        BayesianNetworkOptions options = new();
        HybridLayout layout = new(new NetworkShape(new TokenLayout(EncoderFit.FitLocally(_cohort), options.Bins, options.Groups)));
        FittedNetwork network = await NetworkFit.FitAsync(layout.Shape, options, _cohort, new LocalRing(["alone"]).For("alone"), TestContext.Current.CancellationToken);
        BlockDecoder decoder = new(layout, HybridToy.Small, weightSeed: 1);
        decoder.Follow(network);
        SeededRandom random = new(4);
        foreach (ref float value in decoder.Parameters.Values)
        {
            value += (float)random.Uniform(-size, size);
        }

        Tensor rows = frombuffer(HybridRows.Encode(layout, network, _cohort), ScalarType.Float32).view(_cohort.Count, layout.Tokens + layout.SharpenedTokens);
        return (layout, decoder, rows);
    }

    private sealed class GivenRing(double[] total) : IRingSum
    {
        public Task<RingTotal> SumAsync(StatisticQuery query, CancellationToken cancellationToken)
        {
            Assert.Equal(total.Length, query.Values.Length);
            return Task.FromResult(new RingTotal([.. total.Select(value => (Int128)Math.ScaleB(value, query.ScaleBits))], ["given"]));
        }
    }
}
