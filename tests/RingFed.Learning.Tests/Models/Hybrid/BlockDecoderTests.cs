using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Encoding.Tokens;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Tests.Models.Hybrid;

public sealed class BlockDecoderTests
{
    private static readonly Cohort _cohort = TableToy.Draw(300, seed: 2);

    [Fact]
    public async Task A_decoder_that_has_learnt_nothing_gives_the_networks_own_chances()
    {
        using DisposeScope scope = NewDisposeScope();
        (HybridLayout layout, FittedNetwork network, BlockDecoder decoder) = await DecoderAsync();
        using (decoder)
        {
            Tensor rows = Rows(layout, network);
            Tensor alone = rows.narrow(1, layout.Tokens, layout.SharpenedTokens).exp();
            Tensor own = decoder.LogProbabilities(rows).exp();
            Assert.True(own.sub(alone).abs().max().ToSingle() < 1e-4);
        }
    }

    [Fact]
    public async Task A_correction_sees_the_columns_before_it_and_no_other()
    {
        using DisposeScope scope = NewDisposeScope();
        (HybridLayout layout, FittedNetwork network, BlockDecoder decoder) = await DecoderAsync();
        using (decoder)
        {
            for (int i = 0; i < decoder.Parameters.Values.Length; i++)
            {
                decoder.Parameters.Values[i] = ((i % 7) - 3) * 0.1f;
            }

            int[] order = [.. network.Order, .. network.Endpoints.Select(endpoint => endpoint.Unit)];
            float[] one = new float[layout.Tokens];
            float[] before = Corrections(one);
            for (int place = 0; place < order.Length; place++)
            {
                float[] other = [.. one];
                other[layout.Start(order[place])] = 1;
                float[] after = Corrections(other);
                foreach (int unit in layout.Sharpened)
                {
                    int start = layout.Start(unit) - layout.OtherTokens;
                    Range own = start..(start + layout.Shape.Layout.Units[unit].Count);
                    Assert.Equal(Array.IndexOf(order, unit) > place, !before[own].SequenceEqual(after[own]));
                }
            }

            float[] Corrections(float[] row)
            {
                using IDisposable still = no_grad();
                return [.. decoder.Corrections(frombuffer(row, ScalarType.Float32).view(1, row.Length)).contiguous().data<float>().ToArray()];
            }
        }
    }

    [Fact]
    public async Task Weights_that_the_mask_leaves_out_are_zero_and_training_leaves_them_so()
    {
        using HybridModel model = await HybridToy.BeginAsync(_cohort, options: HybridToy.Small with { WeightDecay = 0.1 });
        bool[] dead = Dead(CtganToy.Export(model));
        model.Train(20);
        Assert.Equal(dead, Dead(CtganToy.Export(model)));
        int inputs = (int)model.Layout.Parameters[0].Count;
        Assert.InRange(dead.Take(inputs).Count(zero => zero), inputs / 4, inputs * 3 / 4);

        // Of the output's weights none is left out: only the unit's own are stored.
        Assert.Equal(HybridToy.Small.UnitSize, model.Layout.Parameters[2].Shape[1]);

        bool[] Dead(float[] values) => [.. values.Take((int)model.Layout.Parameters[0].Count).Select(value => value == 0)];
    }

    private static Tensor Rows(HybridLayout layout, FittedNetwork network) =>
        frombuffer(HybridRows.Encode(layout, network, _cohort), ScalarType.Float32).view(_cohort.Count, layout.Tokens + layout.SharpenedTokens);

    private static async Task<(HybridLayout Layout, FittedNetwork Network, BlockDecoder Decoder)> DecoderAsync()
    {
        BayesianNetworkOptions options = new();
        HybridLayout layout = new(new NetworkShape(new TokenLayout(EncoderFit.FitLocally(_cohort), options.Bins, options.Groups)));
        FittedNetwork network = await NetworkFit.FitAsync(layout.Shape, options, _cohort, new LocalRing(["alone"]).For("alone"), TestContext.Current.CancellationToken);
        BlockDecoder decoder = new(layout, HybridToy.Small, weightSeed: 1);
        decoder.Follow(network);
        return (layout, network, decoder);
    }
}
