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
    /// A source of rows. Where discrete units are conditioned, the rarest ones steer the generator, as many as it was trained
    /// for, and the rest is left to rejection; otherwise a condition follows the ring's frequencies, so that prevalence
    /// comes out true. The source holds tensors of the current scope.
    /// </summary>
    public Func<int, Cohort> Begin(ConditionPlan plan, long seed)
    {
        GeneratorMoments moments = Measure();
        SeededRandom random = new(seed);
        _noise.manual_seed(unchecked((long)random.NextBits()));
        return rows => Draw(rows, plan, random, moments);
    }

    public void Dispose() => _noise.Dispose();

    /// <summary>From a fixed seed, with as many conditions as in training: the same parameters always draw from the same distribution.</summary>
    private GeneratorMoments Measure()
    {
        CtganOptions options = networks.Options;
        SeededRandom random = new(MeasurementSeed);
        ConditionSet conditions = new(MeasuredRows, Slots);
        for (int row = 0; row < MeasuredRows && _ringTokens.Any; row++)
        {
            int count = options.ConditionsMin + random.Index(options.ConditionsMax - options.ConditionsMin + 1);
            for (int slot = 0; slot < count; slot++)
            {
                conditions[row, slot] = _ringTokens.Next(random);
            }
        }

        using IDisposable still = no_grad();
        _noise.manual_seed(MeasurementSeed);
        return networks.Average.Measure(Latent(MeasuredRows), conditions);
    }

    private int Slots => Math.Max(networks.Options.ConditionsMax, 1);

    private Tensor Latent(int rows) => randn([rows, networks.Options.LatentSize], generator: _noise);

    private Cohort Draw(int rows, ConditionPlan plan, SeededRandom random, GeneratorMoments moments)
    {
        ConditionSet conditions = Choose(rows, plan, random);
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor raw = networks.Average.Forward(Latent(rows), conditions, moments);
        Tensor drawn = networks.Activation.Draw(raw, _noise);
        return _decoder.Decode(MemoryMarshal.Cast<byte, float>(drawn.contiguous().bytes), rows);
    }

    private ConditionSet Choose(int rows, ConditionPlan plan, SeededRandom random)
    {
        ConditionSet conditions = new(rows, Slots);
        for (int row = 0; row < rows; row++)
        {
            for (int slot = 0; slot < Math.Min(plan.Units.Count, Slots); slot++)
            {
                conditions[row, slot] = plan.Units[slot].Next(random);
            }

            if (plan.Units.Count == 0 && _ringTokens.Any)
            {
                conditions[row, 0] = _ringTokens.Next(random);
            }
        }

        return conditions;
    }
}
