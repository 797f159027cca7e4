using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the generators of all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.rf_random_manual_seed(seed));
        return Generator.Default;
    }

    /// <summary>A seeded source of random numbers, with a state that can be saved.</summary>
    [NativeMarshalling(typeof(KeptGenerator))]
    public class Generator : IDisposable
    {
        private nint handle;

        /// <param name="seed">Equal seeds give equal draws on equal builds of libtorch and thread counts.</param>
        /// <param name="device">The processor where nothing is said.</param>
        public Generator(ulong seed = 0, Device? device = null)
            : this(Create(seed, device ?? CPU), device ?? CPU)
        {
        }

        private Generator(nint handle, Device device)
        {
            this.handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The process-wide generator of the processor.</summary>
        public static Generator Default
        {
            get
            {
                nint handle = Native.rf_random_default((int)DeviceType.CPU, -1);
                if (handle == 0)
                {
                    Native.ThrowFailed();
                }

                return new Generator(handle, CPU);
            }
        }

        public Device device { get; private set; }

        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Generator invalid -- empty handle.");

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.rf_random_seed(this, (ulong)seed));
            return this;
        }

        /// <summary>Takes a seed from the operating system, and returns it.</summary>
        public long seed()
        {
            ulong seed;
            unsafe
            {
                Native.Check(Native.rf_random_reseed(this, &seed));
            }

            return (long)seed;
        }

        public long initial_seed()
        {
            ulong seed;
            unsafe
            {
                Native.Check(Native.rf_random_initial_seed(this, &seed));
            }

            return (long)seed;
        }

        /// <summary>All of the state, as bytes.</summary>
        public Tensor get_state() => Native.Own(Native.rf_random_get_state(this));

        /// <summary>Goes on from where <see cref="get_state"/> was called.</summary>
        public void set_state(Tensor value) => Native.Check(Native.rf_random_set_state(this, value));

        /// <inheritdoc/>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint released = Interlocked.Exchange(ref handle, 0);
            if (released != 0)
            {
                Native.rf_random_free(released);
            }
        }

        private static nint Create(ulong seed, Device device)
        {
            nint created = Native.rf_random_new(seed, (int)device.type, device.index);
            if (created == 0)
            {
                Native.ThrowFailed();
            }

            return created;
        }
    }

    /// <summary>The process-wide generators.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long seed()
        {
            using Generator generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using Generator generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using Generator generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using Generator generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
