namespace RingFed.Federation.Aggregation;

/// <summary>An update in memory, scaled as it is read.</summary>
internal sealed class DenseVector(ReadOnlyMemory<float> values, double factor) : UpdateVector
{
    public override int Length => values.Length;

    public override UpdateVector ScaledBy(double by) => new DenseVector(values, factor * by);

    internal override ReadOnlySpan<float> Read(int start, int count, Span<float> scratch)
    {
        ReadOnlySpan<float> read = values.Span.Slice(start, count);
        if (factor == 1)
        {
            return read;
        }

        Scale(read, factor, scratch);
        return scratch[..count];
    }
}
