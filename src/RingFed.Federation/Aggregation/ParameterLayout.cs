using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RingFed.Federation.Aggregation;

/// <summary>One tensor of a model inside the flat vector of all parameters.</summary>
/// <param name="Role">generator, critic, encoder or decoder.</param>
/// <param name="Offset">First value in the flat vector.</param>
public sealed record TensorLayout(string Name, IReadOnlyList<long> Shape, string Role, int Offset, int Count);

/// <summary>
/// Names, shapes and roles of a model's parameters as one flat float32 vector. Distances between updates are scaled
/// per tensor, so rules need to know where each begins. Two silos train together only when their digests agree.
/// </summary>
public sealed class ParameterLayout
{
    public ParameterLayout(string model, IEnumerable<(string Name, IReadOnlyList<long> Shape, string Role)> tensors)
    {
        List<TensorLayout> laidOut = [];
        int offset = 0;
        foreach ((string name, IReadOnlyList<long> shape, string role) in tensors)
        {
            int count = checked((int)shape.Aggregate(1L, (product, size) => checked(product * size)));
            laidOut.Add(new TensorLayout(name, shape, role, offset, count));
            offset = checked(offset + count);
        }

        Model = model;
        Tensors = laidOut;
        Count = offset;
        Digest = ComputeDigest();
    }

    public string Model { get; }

    public IReadOnlyList<TensorLayout> Tensors { get; }

    /// <summary>Number of float32 values.</summary>
    public int Count { get; }

    /// <summary>SHA-256 over model, names, shapes and roles.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    private byte[] ComputeDigest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "ringfed/1/layout");
        Append(hash, Model);
        foreach (TensorLayout tensor in Tensors)
        {
            Append(hash, tensor.Name);
            Append(hash, tensor.Role);
            Append(hash, string.Join('x', tensor.Shape));
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
