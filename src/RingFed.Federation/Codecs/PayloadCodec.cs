namespace RingFed.Federation.Codecs;

/// <summary>
/// How parameters become the bytes that travel. Deterministic and of exactly known length. The origin encodes before it
/// signs and goes on from its own decoded copy (<see cref="Quantise"/>), so that it holds what everyone else holds.
/// </summary>
public abstract class PayloadCodec
{
    /// <summary>As the topology writes it.</summary>
    public abstract string Name { get; }

    /// <summary>Every name that <see cref="ByName"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Float32Codec.CodecName, Bfloat16Codec.CodecName];

    /// <exception cref="CodecException">There is no such codec.</exception>
    public static PayloadCodec ByName(string name) => name switch
    {
        Float32Codec.CodecName => Float32Codec.Instance,
        Bfloat16Codec.CodecName => Bfloat16Codec.Instance,
        _ => throw new CodecException($"There is no codec '{name}'; write one of {string.Join(", ", Names)}."),
    };

    /// <summary>Bytes of <paramref name="values"/> values.</summary>
    public abstract long EncodedLength(int values);

    /// <summary>Encodes all values.</summary>
    /// <exception cref="CodecException">The destination is not exactly as long as the values need.</exception>
    public void Encode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        RequireLength(values.Length, destination.Length);
        EncodeValues(values, destination);
    }

    /// <summary>Decodes all bytes.</summary>
    /// <exception cref="CodecException">The encoded bytes are not exactly as long as the destination needs.</exception>
    public void Decode(ReadOnlySpan<byte> encoded, Span<float> destination)
    {
        RequireLength(destination.Length, encoded.Length);
        DecodeValues(encoded, destination);
    }

    /// <summary>Whether <see cref="DecodeRange"/> is worth as little as it decodes; otherwise it decodes all before.</summary>
    internal abstract bool ReadsAnywhere { get; }

    /// <summary>Decodes values from <paramref name="start"/> on, as many as the destination holds.</summary>
    /// <param name="encoded">All bytes of the vector.</param>
    internal abstract void DecodeRange(ReadOnlySpan<byte> encoded, int start, Span<float> destination);

    /// <summary>Replaces each value by what a receiver would decode.</summary>
    public abstract void Quantise(Span<float> values);

    private protected abstract void EncodeValues(ReadOnlySpan<float> values, Span<byte> destination);

    private protected abstract void DecodeValues(ReadOnlySpan<byte> encoded, Span<float> destination);

    private void RequireLength(int values, int bytes)
    {
        if (bytes != EncodedLength(values))
        {
            throw new CodecException($"{values} values are {EncodedLength(values)} bytes as {Name}, not {bytes}.");
        }
    }
}
