using System.Runtime.InteropServices;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>Generates rows by the averaged generator and decodes them.</summary>
internal sealed class CtganSampler(CtganNetworks networks) : IDisposable
{
    /// <summary>Rows that the norms' moments are measured on: their error is a percent of a standard deviation.</summary>
    private const int MeasuredRows = 4_096;

    private const long MeasurementSeed = 1;

    private readonly ConditionalTokens _ringTokens = new(networks.Layout);
    private readonly TableDecoder _decoder = new(networks.Layout);
    private readonly Generator _noise = new();

    /// <summary>
    /// A source of rows. Where a discrete unit is conditioned, the rarest one steers the generator and the rest is left
    /// to rejection; otherwise conditions follow the ring's frequencies, so that prevalence comes out true. The source holds
    /// tensors of the current scope.
    /// </summary>
    public Func<int, Cohort> Begin(ConditionPlan plan, long seed)
    {
        GeneratorMoments moments = Measure();
        SeededRandom random = new(seed);
        _noise.manual_seed(unchecked((long)random.NextBits()));
        return rows => Draw(rows, plan, random, moments);
    }

    public void Dispose() => _noise.Dispose();

    /// <summary>From a fixed seed: the same parameters always draw from the same distribution.</summary>
    private GeneratorMoments Measure()
    {
        long[] tokens = new long[MeasuredRows];
        if (_ringTokens.Any)
        {
            _ringTokens.Draw(new SeededRandom(MeasurementSeed), tokens);
        }

        using IDisposable still = no_grad();
        _noise.manual_seed(MeasurementSeed);
        return networks.Average.Measure(Latent(MeasuredRows), tensor(tokens));
    }

    private Tensor Latent(int rows) => randn([rows, networks.Options.LatentSize], generator: _noise);

    private Cohort Draw(int rows, ConditionPlan plan, SeededRandom random, GeneratorMoments moments)
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
        Tensor raw = networks.Average.Forward(Latent(rows), tensor(tokens), moments);
        Tensor drawn = networks.Activation.Draw(raw, _noise);
        return _decoder.Decode(MemoryMarshal.Cast<byte, float>(drawn.contiguous().bytes), rows);
    }
}
