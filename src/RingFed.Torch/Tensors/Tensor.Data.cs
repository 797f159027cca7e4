using System.Runtime.CompilerServices;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous tensor on the CPU; valid while the tensor lives.</summary>
        /// <remarks>
        /// A span keeps nothing alive. Its user holds the tensor in a field or an open scope until done, or says
        /// <see cref="GC.KeepAlive"/>: asking a temporary for its bytes is an error.
        /// </remarks>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                }

                return new Span<byte>(DataPointer(), checked((int)(NumberOfElements * ElementSize)));
            }

            set
            {
                Span<byte> destination = bytes;
                if (destination.Length != value.Length)
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }

                value.CopyTo(destination);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Typed access to the memory of a tensor on the CPU.</summary>
        /// <exception cref="ArgumentException">T is not the element type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            if (ScalarTypes.Of(typeof(T)) != dtype)
            {
                throw new ArgumentException($"{nameof(T)} is {typeof(T)}, but the tensor holds {dtype}.");
            }

            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor with one element.</summary>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException("Number of elements in the tensor must be 1");
            }

            using Tensor? copy = device_type == DeviceType.CPU ? null : cpu();
            Tensor host = copy ?? this;
            if (ScalarTypes.Of(typeof(T)) != host.dtype)
            {
                throw new ArgumentException($"item<{typeof(T)}> called on a tensor of {host.dtype}.");
            }

            T value = Unsafe.ReadUnaligned<T>(host.DataPointer());
            GC.KeepAlive(host);
            return value;
        }

        /// <inheritdoc cref="item{T}"/>
        public Scalar ToScalar()
        {
            RfScalar value;
            Native.Check(Native.rf_tensor_item(this, &value));
            return new Scalar(value, dtype);
        }

        public Tensor clone() => Native.Own(Native.rf_tensor_clone(this));

        public Tensor alias() => Native.Own(Native.rf_tensor_alias(this));

        public Tensor contiguous() => Native.Own(Native.rf_tensor_contiguous(this));

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Same(Native.rf_tensor_copy_(this, source, Flag(nonBlocking)));

        internal void* DataPointer()
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }

            void* data = Native.rf_tensor_data(this);
            if (data == null)
            {
                Native.ThrowIfFailed();
            }

            return data;
        }
    }
}
