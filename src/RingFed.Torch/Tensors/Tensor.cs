using System.Runtime.CompilerServices;
using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of numbers on some device, with its place on the tape of automatic differentiation.</summary>
    /// <remarks>
    /// Whoever makes a tensor disposes of it, or opens a <see cref="DisposeScope"/> around. The finalizer only catches
    /// what was forgotten: memory outside the managed heap gives the collector no reason to run.
    /// </remarks>
    [NativeMarshalling(typeof(KeptTensor))]
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;
        private nint handle;

        internal Tensor(nint handle)
            : this(handle, register: true)
        {
        }

        internal Tensor(nint handle, bool register)
        {
            this.handle = handle;
            long now = Interlocked.Increment(ref totalCount);
            if (now > peakCount)
            {
                peakCount = now;
            }

            if (register)
            {
                DisposeScopeManager.Register(this);
            }
        }

        /// <summary>Releases what its owner forgot.</summary>
        ~Tensor() => Dispose(false);

        /// <summary>Tensors of the process that are alive now.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most that were alive at once.</summary>
        public static long PeakCount => peakCount;

        /// <summary>libtorch's object behind this one.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed of, or became a parameter.</exception>
        public IntPtr Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                if (handle == 0)
                {
                    ThrowEmpty();
                }

                return handle;
            }
        }

        /// <summary>Whether the tensor was disposed of, or became a parameter.</summary>
        public bool IsInvalid => handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        // Where the owning scope keeps this tensor; owned by the scope's thread.
        internal int SlotInScope { get; set; }

        /// <inheritdoc/>
        public void Dispose()
        {
            DisposeScope? scope = OwningDisposeScope;
            if (handle != 0)
            {
                if (scope is not null)
                {
                    scope.MarkAsDisposed(this);
                }
                else
                {
                    DisposeScopeManager.ThreadSingleton.Tensors.DisposedOutsideScopeCount++;
                }
            }

            Free();
        }

        /// <summary>Hands the tensor to the scope around its own.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Releases the tensor from all scopes: the caller disposes of it from now on.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to another scope.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        /// <summary>Hands the tensor to the scope of another tensor.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other)
        {
            if (other.OwningDisposeScope is { } scope)
            {
                return MoveToOtherDisposeScope(scope);
            }

            return DetachFromDisposeScope();
        }

        internal void Free()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Gives the native tensor up to a successor; this object is empty afterwards.</summary>
        internal nint MoveHandle()
        {
            nint moved = Handle;
            handle = 0;
            Interlocked.Decrement(ref totalCount);
            GC.SuppressFinalize(this);
            return moved;
        }

        /// <summary>Frees the native tensor.</summary>
        protected virtual void Dispose(bool disposing)
        {
            nint released = Interlocked.Exchange(ref handle, 0);
            if (released != 0)
            {
                Native.rf_tensor_free(released);
                Interlocked.Decrement(ref totalCount);
            }
        }

        private static void ThrowEmpty() => throw new InvalidOperationException("Tensor invalid -- empty handle.");
    }
}
