using System.Runtime.InteropServices;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Draws codes, and rows from them. Under conditions a code is accepted with the probability that its row would have met
/// them, and the row is then drawn within them: the same distribution as drawing rows and rejecting those that miss, for
/// one pass of the decoder a code instead of a row a try.
/// </summary>
internal sealed class VaeSampler(VaeLayout layout, VaeNetwork network, VaeHeads heads)
{
    private const int PoolRows = 2_048;

    /// <summary>Codes that the calibration is measured on: the same ones each time, so that equal parameters draw from equal distributions.</summary>
    private const int CalibrationRows = 4_096;

    private const long CalibrationSeed = 1;

    /// <summary>Where so many pools accept too few codes, those accepted are used again: a rare pair then repeats codes, not rows.</summary>
    private const int PoolsMax = 50;

    /// <summary>A source of rows that hold the plan's conditions on categories and numbers.</summary>
    public Func<int, Cohort> Begin(ConditionPlan plan, LatentMixture mixture, long seed)
    {
        VaeConditions conditions = new(layout, plan.Conditions);
        SeededRandom random = new(seed);
        VaeDraw draw = new(layout, conditions, random);
        VaeCalibration calibration = VaeCalibration.Of(layout, Heads(Codes(CalibrationRows, mixture, new SeededRandom(CalibrationSeed)), CalibrationRows));
        return rows => draw.Draw(conditions.Any ? Accept(rows, Calibrated, conditions, plan, random) : Calibrated(rows), rows);

        float[] Calibrated(int rows)
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

    /// <exception cref="UnsatisfiableConditionException">No code drawn could give such a row.</exception>
    private float[] Accept(int rows, Func<int, float[]> draw, VaeConditions conditions, ConditionPlan plan, SeededRandom random)
    {
        float[] accepted = new float[rows * layout.Outputs];
        double[] chances = new double[PoolRows];
        double most = 0;
        int filled = 0;
        for (int i = 0; i < PoolsMax && filled < rows; i++)
        {
            float[] pool = draw(PoolRows);
            for (int code = 0; code < PoolRows; code++)
            {
                chances[code] = conditions.Probability(Row(pool, code));
                most = Math.Max(most, chances[code]);
            }

            for (int code = 0; code < PoolRows && filled < rows; code++)
            {
                if (random.Uniform() * most < chances[code])
                {
                    Row(pool, code).CopyTo(Row(accepted, filled++));
                }
            }
        }

        if (filled == 0)
        {
            throw new UnsatisfiableConditionException(
                $"{string.Join(" and ", plan.Conditions.Select((_, c) => plan.Describe(c)))}: none of {PoolsMax * PoolRows} patients that the model thought of could be like that. Ask for fewer conditions at once or a wider range, or train longer.");
        }

        for (int row = filled; row < rows; row++)
        {
            Row(accepted, random.Index(filled)).CopyTo(Row(accepted, row));
        }

        return accepted;
    }

    private Span<float> Row(float[] values, int row) => values.AsSpan(row * layout.Outputs, layout.Outputs);
}
