namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Posteriors of a silo's patients: independent normals, row by row.</summary>
/// <param name="Size">Length of a code.</param>
/// <param name="Means">[Rows, Size], each within ±<see cref="VaeNetwork.MeanMax"/>.</param>
/// <param name="Variances">[Rows, Size], each in (0, <see cref="VarianceMax"/>].</param>
internal sealed record LatentCodes(int Size, double[] Means, double[] Variances)
{
    /// <summary>What a sum over the ring may count on.</summary>
    public const double VarianceMax = VaeNetwork.MeanMax * VaeNetwork.MeanMax;

    public int Rows => Means.Length / Size;
}
