using System.Runtime.InteropServices;

namespace RingFed.Learning.Models.Checkpoints;

/// <summary>Element types that are written; names are the format's own.</summary>
public enum SafetensorsType
{
    F32,
    F64,
    I64,
    U8,
}

/// <param name="Data">Little-endian elements in row-major order.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Copies <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public static SafetensorsEntry Of<T>(string name, ReadOnlySpan<T> values, params long[] shape)
        where T : unmanaged
    {
        if (shape.Aggregate(1L, (product, size) => checked(product * size)) != values.Length)
        {
            throw new ArgumentException($"'{name}' has {values.Length} values for the shape [{string.Join(", ", shape)}].", nameof(values));
        }

        return new SafetensorsEntry(name, SafetensorsTypes.Of<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());
    }
}

internal static class SafetensorsTypes
{
    public static SafetensorsType Of<T>() => default(T) switch
    {
        float => SafetensorsType.F32,
        double => SafetensorsType.F64,
        long => SafetensorsType.I64,
        byte => SafetensorsType.U8,
        _ => throw new NotSupportedException($"{typeof(T)} has no safetensors type here."),
    };

    public static int Bytes(this SafetensorsType type) => type switch
    {
        SafetensorsType.F32 => 4,
        SafetensorsType.U8 => 1,
        _ => 8,
    };
}
