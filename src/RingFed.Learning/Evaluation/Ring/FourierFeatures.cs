using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Evaluation.Ring;

/// <summary>
/// Random Fourier features of a Gaussian kernel (Rahimi and Recht 2007, section 3): cosine and sine of 128 random
/// directions, so that products of features are, on average, exp(-|x - y|² / (2 size)). The bandwidth follows from the
/// length of a code alone, of which each coordinate has about variance 1. The same at every silo.
/// </summary>
public sealed class FourierFeatures
{
    /// <summary>Features of a code; each code's have length 1.</summary>
    public const int Count = 256;

    private const long Seed = 1;

    private readonly int _size;
    private readonly double[] _directions;

    /// <param name="size">Length of a code, above 0.</param>
    public FourierFeatures(int size)
    {
        SeededRandom random = new(Seed);
        _size = size;
        _directions = [.. Enumerable.Range(0, Count / 2 * size).Select(_ => random.Normal() / Math.Sqrt(size))];
    }

    /// <param name="code">[size].</param>
    /// <param name="features">[<see cref="Count"/>]; overwritten.</param>
    public void Of(ReadOnlySpan<double> code, Span<double> features)
    {
        double scale = Math.Sqrt(2.0 / Count);
        for (int f = 0; f < Count / 2; f++)
        {
            double angle = 0;
            for (int i = 0; i < _size; i++)
            {
                angle += _directions[(f * _size) + i] * code[i];
            }

            (features[2 * f], features[(2 * f) + 1]) = (scale * Math.Cos(angle), scale * Math.Sin(angle));
        }
    }
}
