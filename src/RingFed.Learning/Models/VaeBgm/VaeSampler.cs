using System.Runtime.InteropServices;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Draws codes, and rows from them. Under conditions codes are chosen, among many, in proportion to the probability that
/// their row would have met them, and the row is then drawn within them: the same distribution as drawing rows and rejecting
/// those that miss, up to the number of codes (<see cref="CodeChances"/>).
/// </summary>
internal sealed class VaeSampler(VaeLayout layout, VaeNetwork network, VaeHeads heads)
{
    private const int PoolRows = 2_048;

    /// <summary>Codes that the calibration is measured on: the same ones each time, so that equal parameters draw from equal distributions.</summary>
    private const int CalibrationRows = 4_096;

    private const long CalibrationSeed = 1;

    /// <summary>Pools that a conditional draw chooses its codes from: a rare condition repeats codes, not rows.</summary>
    private const int Pools = 50;

    /// <summary>A source of rows that hold the plan's conditions on categories and numbers.</summary>
    /// <exception cref="UnsatisfiableConditionException">Too few patients that the model thinks of are like that.</exception>
    public Func<int, Cohort> Begin(ConditionPlan plan, LatentMixture mixture, long seed)
    {
        VaeConditions conditions = new(layout, plan.Conditions);
        SeededRandom random = new(seed);
        VaeDraw draw = new(layout, conditions, random);
        VaeCalibration calibration = VaeCalibration.Of(layout, Heads(Codes(CalibrationRows, mixture, new SeededRandom(CalibrationSeed)), CalibrationRows));
        Func<int, float[]> heads = conditions.Any ? Conditioned(mixture, calibration, conditions, plan, random) : Free;
        return rows => draw.Draw(heads(rows), rows);

        float[] Free(int rows)
        {
            float[] drawn = Heads(Codes(rows, mixture, random), rows);
            calibration.Apply(drawn);
            return drawn;
        }
    }

    /// <summary>What the heads draw from, for given codes.</summary>
    /// <param name="codes">[rows, latent].</param>
    /// <returns>[rows, layout.Outputs].</returns>
    public float[] Heads(float[] codes, int rows)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor outputs = heads.Distributions(network.Decode(frombuffer(codes, ScalarType.Float32).view(rows, codes.Length / rows)));
        return MemoryMarshal.Cast<byte, float>(outputs.contiguous().bytes).ToArray();
    }

    private static float[] Codes(int rows, LatentMixture mixture, SeededRandom random)
    {
        float[] codes = new float[rows * mixture.Size];
        for (int row = 0; row < rows; row++)
        {
            mixture.Draw(random, codes.AsSpan(row * mixture.Size, mixture.Size));
        }

        return codes;
    }

    /// <exception cref="UnsatisfiableConditionException">Too few patients that the model thinks of are like that.</exception>
    private Func<int, float[]> Conditioned(LatentMixture mixture, VaeCalibration calibration, VaeConditions conditions, ConditionPlan plan, SeededRandom random)
    {
        float[] codes = Codes(Pools * PoolRows, mixture, random);
        double[] found = new double[Pools * PoolRows];
        for (int pool = 0; pool < Pools; pool++)
        {
            float[] heads = Heads(codes.AsSpan(pool * PoolRows * mixture.Size, PoolRows * mixture.Size).ToArray(), PoolRows);
            calibration.Apply(heads);
            for (int code = 0; code < PoolRows; code++)
            {
                found[(pool * PoolRows) + code] = conditions.Probability(Row(heads, code));
            }
        }

        CodeChances chances = new(found, string.Join(" and ", plan.Conditions.Select((_, c) => plan.Describe(c))));
        return rows =>
        {
            float[] chosen = new float[rows * mixture.Size];
            for (int row = 0; row < rows; row++)
            {
                codes.AsSpan(chances.Draw(random) * mixture.Size, mixture.Size).CopyTo(chosen.AsSpan(row * mixture.Size));
            }

            float[] heads = Heads(chosen, rows);
            calibration.Apply(heads);
            return heads;
        };
    }

    private Span<float> Row(float[] values, int row) => values.AsSpan(row * layout.Outputs, layout.Outputs);
}
