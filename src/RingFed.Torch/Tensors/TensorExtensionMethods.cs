using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions of tensors to numbers and to TorchSharp's stream format.</summary>
public static class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();

    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    /// <inheritdoc cref="Parameter(Tensor, bool)"/>
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this ScalarType type) => ScalarTypes.Size(type);

    /// <summary>Writes type, shape and elements.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using Tensor host = tensor.detach().to(CPU, disposeAfter: true);
        using Tensor dense = host.contiguous();
        Leb128.Encode(writer, (int)dense.dtype);
        long[] shape = dense.shape;
        Leb128.Encode(writer, shape.Length);
        Array.ForEach(shape, size => Leb128.Encode(writer, size));
        writer.Write(dense.bytes);
    }

    /// <summary>Reads what <see cref="Save(Tensor, BinaryWriter)"/> wrote.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor tensor = empty(ReadHeader(reader, out ScalarType type), type);
        Span<byte> bytes = tensor.bytes;
        reader.BaseStream.ReadExactly(bytes);
        return tensor;
    }

    /// <summary>Reads into a tensor of the same type and shape.</summary>
    /// <exception cref="ArgumentException">The stream holds another type or shape.</exception>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using Tensor loaded = Load(reader);
        if (skip)
        {
            return;
        }

        if (loaded.dtype != tensor.dtype)
        {
            throw new ArgumentException($"Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        }

        if (!loaded.shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException("Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        }

        using IDisposable still = no_grad();
        tensor.copy_(loaded);
    }

    private static long[] ReadHeader(BinaryReader reader, out ScalarType type)
    {
        type = (ScalarType)Leb128.Decode(reader);
        long[] shape = new long[Leb128.Decode(reader)];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = Leb128.Decode(reader);
        }

        return shape;
    }
}
