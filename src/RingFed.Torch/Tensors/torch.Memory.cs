using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Copies an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <inheritdoc cref="from_array(Array, Device?)"/>
    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Unnamed(names);
        ScalarType type = ScalarTypes.Of(rawArray.GetType().GetElementType()!);
        using Tensor host = Copy(ref MemoryMarshal.GetArrayDataReference(rawArray), Shape(rawArray), rawArray.LongLength, type);
        return Finish(host, dtype, device, requires_grad);
    }

    /// <summary>A view of an array: both sides see each other's writes. The array stays pinned while the view lives.</summary>
    /// <param name="rawArray">A one-dimensional array.</param>
    /// <param name="dtype">How to read the memory; need not be the array's own type.</param>
    /// <param name="count">Elements of <paramref name="dtype"/>; negative for all that is left.</param>
    /// <param name="offset">Elements of the array to skip.</param>
    public static unsafe Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        long bytes = (rawArray.LongLength - offset) * Marshal.SizeOf(rawArray.GetType().GetElementType()!);
        if (rawArray.GetType().GetElementType() == typeof(bool))
        {
            bytes = rawArray.LongLength - offset;
        }

        long available = bytes / ScalarTypes.Size(dtype);
        long length = count < 0 ? available : count;
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, available, nameof(count));

        GCHandle pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        void* start = (void*)Marshal.UnsafeAddrOfPinnedArrayElement(rawArray, (int)offset);
        nint handle = Native.rf_tensor_over_memory(
            start, &length, 1, (int)dtype, &Unpin, (void*)GCHandle.ToIntPtr(pin));
        if (handle == 0)
        {
            pin.Free();
        }

        return Native.Own(handle).requires_grad_(requires_grad);
    }

    private static unsafe Tensor FromSpan<T>(
        ReadOnlySpan<long> shape,
        ReadOnlySpan<T> values,
        ScalarType type,
        ScalarType? dtype,
        Device? device,
        bool requires_grad,
        string[]? names)
        where T : unmanaged
    {
        Unnamed(names);
        Tensor host = Copy(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), shape, values.Length, type);
        if ((dtype ?? type) == type && (device is null || device.type == DeviceType.CPU))
        {
            return requires_grad ? host.requires_grad_() : host;
        }

        using (host)
        {
            return Finish(host, dtype, device, requires_grad);
        }
    }

    private static Tensor Finish(Tensor host, ScalarType? dtype, Device? device, bool requires_grad)
    {
        Tensor result = host.to(dtype ?? host.dtype, device ?? CPU);
        return requires_grad ? result.requires_grad_() : result;
    }

    private static unsafe Tensor Copy(ref byte data, ReadOnlySpan<long> shape, long length, ScalarType type)
    {
        long wanted = 1;
        foreach (long size in shape)
        {
            wanted *= size;
        }

        if (wanted != length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {wanted} vs. {length}");
        }

        fixed (byte* memory = &data)
        fixed (long* sizes = shape)
        {
            return Native.Own(Native.rf_tensor_from_memory(memory, sizes, shape.Length, (int)type));
        }
    }

    private static ReadOnlySpan<T> Flat<T>(Array array)
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static long[] Shape(Array array)
    {
        long[] shape = new long[array.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = array.GetLongLength(i);
        }

        return shape;
    }

    private static ScalarType TypeOf(Scalar value) =>
        value.Type switch
        {
            ScalarType.Bool => ScalarType.Bool,
            ScalarType.Float32 or ScalarType.Float64 => defaultType,
            _ => ScalarType.Int64,
        };

    private static void Unnamed(string[]? names)
    {
        if (names is not null)
        {
            throw new NotSupportedException("Named dimensions are not offered by this binding.");
        }
    }

    [UnmanagedCallersOnly]
    private static unsafe void Unpin(void* context) => GCHandle.FromIntPtr((nint)context).Free();
}
