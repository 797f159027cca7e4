using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor on the CPU in row-major order, read and written in place.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly T* data;
    private readonly bool contiguous;
    private readonly long[] shape;
    private readonly long[] strides;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        data = (T*)tensor.DataPointer();
        contiguous = tensor.is_contiguous();
        shape = tensor.shape;
        strides = tensor.stride();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>One index counts elements in row-major order; several address a cell.</summary>
    public T this[params long[] indices]
    {
        get
        {
            T value = data[Offset(indices)];
            GC.KeepAlive(tensor);
            return value;
        }

        set
        {
            data[Offset(indices)] = value;
            GC.KeepAlive(tensor);
        }
    }

    public T[] ToArray()
    {
        T[] array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>Copies from element <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyTo(T[], int, long)"/>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Span<T> destination = array[arrayIndex..];
        int count = (int)Math.Min(destination.Length, Count - tensorIndex);
        if (contiguous)
        {
            new ReadOnlySpan<T>(data + tensorIndex, count).CopyTo(destination);
            GC.KeepAlive(tensor);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            destination[i] = data[Offset(tensorIndex + i)];
        }

        GC.KeepAlive(tensor);
    }

    /// <summary>Overwrites elements from <paramref name="tensorIndex"/> on, until either side ends.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <inheritdoc cref="CopyFrom(T[], int, long)"/>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ReadOnlySpan<T> source = array[arrayIndex..];
        int count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (contiguous)
        {
            source[..count].CopyTo(new Span<T>(data + tensorIndex, count));
            GC.KeepAlive(tensor);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            data[Offset(tensorIndex + i)] = source[i];
        }

        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to release: the memory is the tensor's.</summary>
    public void Dispose()
    {
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[0]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[0], Count);
            return contiguous ? indices[0] : Offset(indices[0]);
        }

        long offset = 0;
        for (int i = 0; i < shape.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= shape[i])
            {
                throw new IndexOutOfRangeException($"{indices[i]} >= {shape[i]} in dimension {i}.");
            }

            offset += indices[i] * strides[i];
        }

        return offset;
    }

    private long Offset(long index)
    {
        long offset = 0;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            index = Math.DivRem(index, shape[i], out long along);
            offset += along * strides[i];
        }

        return offset;
    }
}
