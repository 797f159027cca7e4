namespace TorchSharp;

/// <summary>A number of any type, made by implicit conversion.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(RfScalar value, torch.ScalarType type)
    {
        Value = value;
        Type = type;
    }

    /// <summary>The type the number had.</summary>
    public torch.ScalarType Type { get; }

    internal RfScalar Value { get; }

    public static implicit operator Scalar(byte value) => new((long)value, torch.ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new((long)value, torch.ScalarType.Int8);

    public static implicit operator Scalar(short value) => new((long)value, torch.ScalarType.Int16);

    public static implicit operator Scalar(int value) => new((long)value, torch.ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);

    public static implicit operator Scalar(float value) => new((double)value, torch.ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value, torch.ScalarType.Bool);

    /// <summary>Nothing to release: the number lives in this object.</summary>
    public void Dispose()
    {
    }
}
