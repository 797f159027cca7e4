using System.Runtime.InteropServices;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>Generates rows and decodes them.</summary>
internal sealed class CtganSampler(CtganNetworks networks) : IDisposable
{
    private readonly ConditionalTokens _ringTokens = new(networks.Layout);
    private readonly TableDecoder _decoder = new(networks.Layout);
    private readonly Generator _noise = new();

    /// <summary>
    /// A source of rows. Where a discrete unit is conditioned, the rarest one steers the generator and the rest is left
    /// to rejection; otherwise conditions follow the ring's frequencies, so that prevalence comes out true.
    /// </summary>
    public Func<int, Cohort> Begin(ConditionPlan plan, long seed)
    {
        SeededRandom random = new(seed);
        _noise.manual_seed(unchecked((long)random.NextBits()));
        return rows => Draw(rows, plan, random);
    }

    public void Dispose() => _noise.Dispose();

    private Cohort Draw(int rows, ConditionPlan plan, SeededRandom random)
    {
        long[] tokens = new long[rows];
        if (plan.Rarest is not null)
        {
            plan.Rarest.Draw(random, tokens);
        }
        else if (_ringTokens.Any)
        {
            _ringTokens.Draw(random, tokens);
        }

        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor latent = randn([rows, networks.Options.LatentSize], generator: _noise);
        Tensor drawn = networks.Activation.Draw(networks.Generator.Forward(latent, tensor(tokens)), _noise);
        return _decoder.Decode(MemoryMarshal.Cast<byte, float>(drawn.contiguous().bytes), rows);
    }
}
