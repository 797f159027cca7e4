using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Sampling;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Chooses among codes in proportion to the chance that their rows meet the conditions, with replacement (sampling and
/// importance resampling: Rubin 1988). All chances are known before the first choice, so that a rare condition is answered
/// by the few codes that explain it and not by the many to which it is all but impossible.
/// </summary>
internal sealed class CodeChances
{
    /// <summary>A condition that fewer than one patient in a thousand would meet is refused: what the heads say so far out is noise.</summary>
    public const double MeanMin = 1e-3;

    /// <summary>(sum of chances)² / sum of their squares: fewer codes than this would be told apart by nothing but their columns' noise.</summary>
    public const double EffectiveMin = 200;

    private readonly double[] _reached;

    /// <param name="chances">Of each code, in 0..1; at least one.</param>
    /// <param name="conditions">For the refusal, in words.</param>
    /// <exception cref="UnsatisfiableConditionException">The mean chance is below <see cref="MeanMin"/>, or too few codes carry it.</exception>
    public CodeChances(double[] chances, string conditions)
    {
        _reached = new double[chances.Length];
        double sum = 0;
        double squares = 0;
        for (int code = 0; code < chances.Length; code++)
        {
            sum += chances[code];
            squares += chances[code] * chances[code];
            _reached[code] = sum;
        }

        if (!(sum >= MeanMin * chances.Length))
        {
            throw Refusal(conditions, $"about {1e6 * sum / chances.Length:f0} in a million patients that the model thought of would be like that, fewer than {1e6 * MeanMin:f0}");
        }

        if (sum * sum < EffectiveMin * squares)
        {
            throw Refusal(conditions, $"of {chances.Length} patients that the model thought of, only some {sum * sum / squares:f0} could be like that, fewer than {EffectiveMin:f0}");
        }
    }

    /// <returns>Index of a code; none whose chance is 0.</returns>
    public int Draw(SeededRandom random)
    {
        double sought = random.Uniform() * _reached[^1];
        int low = 0;
        int high = _reached.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _reached[middle] <= sought ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static UnsatisfiableConditionException Refusal(string conditions, FormattableString found) => new(
        $"{conditions}: {found.ToString(System.Globalization.CultureInfo.InvariantCulture)}. Ask for fewer conditions at once or a wider range, or train longer.");
}
