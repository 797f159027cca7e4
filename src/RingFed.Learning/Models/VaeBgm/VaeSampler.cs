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
        VaeTuning tuning = Tune(mixture);
        Func<int, float[]> codes = conditions.Any ? Conditioned(mixture, tuning.Calibration, conditions, plan, random) : rows => Codes(rows, mixture, random);
        return rows =>
        {
            float[] chosen = codes(rows);
            return WithEndpoints(draw, draw.Draw(Calibrated(chosen, rows, tuning.Calibration), rows), chosen, random, tuning.Hazards, tuning.Calibration);
        };
    }

    /// <summary>The rows with what their endpoints lack, drawn given all else.</summary>
    /// <param name="codes">[rows, latent].</param>
    /// <param name="hazards">One an endpoint.</param>
    /// <param name="calibration">Null for odds as the heads have them.</param>
    public Cohort WithEndpoints(VaeDraw draw, Cohort rows, float[] codes, SeededRandom random, IReadOnlyList<HazardFactors> hazards, VaeCalibration? calibration = null)
    {
        if (layout.Endpoints.Count == 0 || rows.Count == 0)
        {
            return rows;
        }

        float[] drawn = Heads(codes, rows.Count, VaeRows.Encode(layout, rows, random, holes: true));
        calibration?.Apply(drawn);
        return draw.DrawEndpoints(rows, drawn, hazards);
    }

    /// <summary>Factors that endpoints of patients drawn from the mixture are drawn with, one an endpoint.</summary>
    public IReadOnlyList<HazardFactors> HazardsOf(LatentMixture mixture) => layout.Endpoints.Count == 0 ? [] : Tune(mixture).Hazards;

    /// <summary>What the heads draw from, for given codes.</summary>
    /// <param name="codes">[rows, latent].</param>
    /// <param name="shown">[rows, layout.Width], what endpoints are to be drawn for; null where they are not.</param>
    /// <returns>[rows, layout.Outputs].</returns>
    public float[] Heads(float[] codes, int rows, float[]? shown = null)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor? beside = shown is null ? null : frombuffer(shown, ScalarType.Float32).view(rows, layout.Width);
        Tensor outputs = heads.Distributions(network.Decode(frombuffer(codes, ScalarType.Float32).view(rows, codes.Length / rows), beside));
        return MemoryMarshal.Cast<byte, float>(outputs.contiguous().bytes).ToArray();
    }

    private float[] Calibrated(float[] codes, int rows, VaeCalibration calibration)
    {
        float[] drawn = Heads(codes, rows);
        calibration.Apply(drawn);
        return drawn;
    }

    private VaeTuning Tune(LatentMixture mixture)
    {
        SeededRandom random = new(CalibrationSeed);
        float[] codes = Codes(CalibrationRows, mixture, random);
        float[] drawn = Heads(codes, CalibrationRows);
        VaeCalibration calibration = VaeCalibration.Of(layout, drawn);
        calibration.Apply(drawn);
        Cohort rows = new VaeDraw(layout, new VaeConditions(layout, []), random).Draw(drawn, CalibrationRows);
        float[] last = layout.Endpoints.Count == 0 ? [] : Heads(codes, CalibrationRows, VaeRows.Encode(layout, rows, random, holes: true));
        return new VaeTuning(calibration, [.. layout.Endpoints.Select((endpoint, e) => HazardFactors.Of(
            endpoint.Scale, [.. Enumerable.Range(0, CalibrationRows).SelectMany(row => layout.HazardsOf(Row(last, row), e))]))]);
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
            float[] heads = Calibrated(codes.AsSpan(pool * PoolRows * mixture.Size, PoolRows * mixture.Size).ToArray(), PoolRows, calibration);
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

            return chosen;
        };
    }

    private Span<float> Row(float[] values, int row) => values.AsSpan(row * layout.Outputs, layout.Outputs);
}

/// <summary>What is done to heads so that rows drawn from a mixture are as frequent as the ring's counts say.</summary>
/// <param name="Hazards">One an endpoint.</param>
internal sealed record VaeTuning(VaeCalibration Calibration, IReadOnlyList<HazardFactors> Hazards);
