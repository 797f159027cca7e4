using System.Runtime.InteropServices;

namespace TorchSharp;

// A number as native/shim.h takes it: 16 bytes, in registers.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RfScalar
{
    internal readonly long Bits;
    internal readonly long Kind;

    private RfScalar(long bits, long kind)
    {
        Bits = bits;
        Kind = kind;
    }

    internal bool IsFloating => Kind == 1;

    internal double AsDouble => IsFloating ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => IsFloating ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal static RfScalar One => new(1, 0);

    public static implicit operator RfScalar(long value) => new(value, 0);

    public static implicit operator RfScalar(double value) => new(BitConverter.DoubleToInt64Bits(value), 1);

    public static implicit operator RfScalar(bool value) => new(value ? 1 : 0, 2);

    public static implicit operator RfScalar(Scalar value) => value.Value;
}
