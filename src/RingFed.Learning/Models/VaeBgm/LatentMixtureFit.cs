using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Fits the mixture in latent space to the codes of all silos by expectation maximisation, one sum over the ring a step.
/// Where the published federated VAE-BGM leaves it to each silo, patients drawn at a skewed one are that silo's. A pure
/// function of totals by additions, multiplications, divisions and square roots: every silo ends with the same bits. A
/// component's weight has a Dirichlet prior of 1 / components, so that superfluous ones shrink (Corduneanu and Bishop
/// 2001), and one that answers for fewer than k records is dropped. Covariances are full, as the paper's are, their entries off
/// the diagonal shrunk by n / (n + 4 size).
/// </summary>
/// <param name="codes">This silo's own; may be none.</param>
/// <param name="name">Of the sums; a number follows.</param>
internal sealed class LatentMixtureFit(LatentCodes codes, IRingSum ring, string name)
{
    /// <summary>Fitting ends when the mean log-likelihood of a record moves by less.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Components begin this much narrower than all codes together: as wide, they stay what they all were.</summary>
    private const double StartShare = 0.3;

    /// <summary>Records for each dimension of a code by which a component's covariances are believed half.</summary>
    private const double ShrinkFactor = 4;

    private readonly int _size = codes.Size;

    /// <param name="components">Most components; fewer are started with where the ring has few records.</param>
    /// <param name="iterations">Most sums after the first.</param>
    /// <param name="seed">Draws where components start; the same at every silo.</param>
    /// <exception cref="InvalidOperationException">The ring refused a sum, or holds fewer than k records.</exception>
    public async Task<LatentMixture> RunAsync(int components, int iterations, long seed, CancellationToken cancellationToken)
    {
        double[] moments = await SumAsync(LatentQueries.Moments($"{name}/0", codes), cancellationToken).ConfigureAwait(false);
        double records = moments[0];
        if (records < EncoderFit.MinimumCount)
        {
            throw new InvalidOperationException($"The ring holds {records} records; no mixture is fitted to fewer than {EncoderFit.MinimumCount}.");
        }

        LatentSpread spread = LatentSpread.Of(moments, _size);
        LatentMixture mixture = Start(spread, Math.Clamp((int)(records / (2 * _size)), 1, components), seed);
        double previous = double.NegativeInfinity;
        for (int i = 1; i <= iterations; i++)
        {
            double[] total = await SumAsync(LatentQueries.Expectation($"{name}/{i}", codes, mixture), cancellationToken).ConfigureAwait(false);
            LatentMixture next = Maximise(total, mixture.Components) ?? spread.Single;
            bool settled = next.Components == mixture.Components && Math.Abs(total[0] - previous) < Tolerance * records;
            (mixture, previous) = (next, total[0]);
            if (settled)
            {
                break;
            }
        }

        return mixture;
    }

    private async Task<double[]> SumAsync(StatisticQuery query, CancellationToken cancellationToken) =>
        (await ring.SumAsync(query, cancellationToken).ConfigureAwait(false)).Reals(LatentQueries.ScaleBits);

    private static LatentMixture Start(LatentSpread spread, int components, long seed)
    {
        SeededRandom random = new(seed);
        return new LatentMixture(
            [.. Enumerable.Repeat(1.0 / components, components)],
            [.. Enumerable.Range(0, components).Select(_ => spread.Draw(random))],
            [.. Enumerable.Repeat(0, components).Select(_ => spread.Single.Covariances[0].Select(entry => StartShare * entry).ToArray())]);
    }

    /// <summary>Null when no component is left.</summary>
    private LatentMixture? Maximise(double[] total, int components)
    {
        int stride = LatentQueries.MomentsOf(_size);
        int[] kept = [.. Enumerable.Range(0, components).Where(k => total[1 + (k * stride)] >= EncoderFit.MinimumCount)];
        double prior = (1.0 / components) - 1;
        double[] weights = [.. kept.Select(k => total[1 + (k * stride)] + prior)];
        double sum = weights.Sum();
        LatentMixture[] alone = [.. kept.Select(k => LatentSpread.Of(total.AsSpan(1 + (k * stride), stride), _size).Single)];
        return kept.Length == 0 ? null : new LatentMixture(
            [.. weights.Select(weight => weight / sum)],
            [.. alone.Select(component => component.Means[0])],
            [.. alone.Select((component, i) => Shrink(component.Covariances[0], total[1 + (kept[i] * stride)]))]);
    }

    private double[] Shrink(double[] covariance, double records)
    {
        double kept = records / (records + (ShrinkFactor * _size));
        return [.. Enumerable.Range(0, _size).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => covariance[LowerTriangle.At(i, j)] * (i == j ? 1 : kept)))];
    }
}
