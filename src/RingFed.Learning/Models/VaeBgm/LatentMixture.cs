using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Gaussians with diagonal covariance in latent space.</summary>
/// <param name="Weights">Sum to 1.</param>
/// <param name="Means">[components][size].</param>
/// <param name="Variances">[components][size], above 0.</param>
internal sealed record LatentMixture(double[] Weights, double[][] Means, double[][] Variances)
{
    public int Components => Weights.Length;

    public int Size => Means[0].Length;

    /// <summary>N(0, I): what codes are drawn from until the ring has fitted a mixture.</summary>
    public static LatentMixture Standard(int size) => new([1], [new double[size]], [[.. Enumerable.Repeat(1.0, size)]]);

    public void Draw(SeededRandom random, Span<float> code)
    {
        int component = random.Categorical(Weights);
        for (int i = 0; i < code.Length; i++)
        {
            code[i] = (float)random.Normal(Means[component][i], Math.Sqrt(Variances[component][i]));
        }
    }
}
