using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Gaussians with full covariance in latent space.</summary>
/// <param name="Weights">Sum to 1.</param>
/// <param name="Means">[components][size].</param>
/// <param name="Covariances">[components], each packed as <see cref="LowerTriangle"/> says, positive definite.</param>
internal sealed record LatentMixture(double[] Weights, double[][] Means, double[][] Covariances)
{
    /// <summary>Lower triangles whose products with their transposes are the covariances.</summary>
    public double[][] Roots { get; } = [.. Covariances.Select((covariance, k) => LowerTriangle.Root(covariance, Means[k].Length))];

    public int Components => Weights.Length;

    public int Size => Means[0].Length;

    /// <summary>N(0, I): what codes are drawn from until the ring has fitted a mixture.</summary>
    public static LatentMixture Standard(int size) => new([1], [new double[size]], [LowerTriangle.Diagonal([.. Enumerable.Repeat(1.0, size)])]);

    public void Draw(SeededRandom random, Span<float> code)
    {
        int component = random.Categorical(Weights);
        Span<double> noise = stackalloc double[code.Length];
        double[] root = Roots[component];
        for (int i = 0; i < code.Length; i++)
        {
            noise[i] = random.Normal();
            double at = Means[component][i];
            for (int j = 0; j <= i; j++)
            {
                at += root[LowerTriangle.At(i, j)] * noise[j];
            }

            code[i] = (float)at;
        }
    }
}
