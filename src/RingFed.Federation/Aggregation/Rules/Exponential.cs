namespace RingFed.Federation.Aggregation.Rules;

/// <summary>e^-x from multiplications and divisions alone: the library's differs from processor to processor in the last bit.</summary>
internal static class Exponential
{
    internal const double ArgumentMax = 8;

    private const int Halvings = 6;

    private const int Terms = 12;

    /// <param name="x">0 to <see cref="ArgumentMax"/>; the relative error is below 1e-13 there.</param>
    internal static double Decay(double x)
    {
        double small = x / (1 << Halvings);
        double term = 1;
        double sum = 1;
        for (int k = 1; k <= Terms; k++)
        {
            term = term * small / k;
            sum += term;
        }

        for (int squaring = 0; squaring < Halvings; squaring++)
        {
            sum *= sum;
        }

        return 1 / sum;
    }
}
