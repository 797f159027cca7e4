namespace RingFed.Federation.Masking;

/// <summary>A completed sum; the same at every silo.</summary>
/// <param name="Name">Of the statistic.</param>
/// <param name="Values">Element-wise total over the contributors.</param>
/// <param name="Contributors">U: roster indices, ascending.</param>
public sealed record MaskedTotal(string Name, Int128[] Values, IReadOnlyList<int> Contributors);
