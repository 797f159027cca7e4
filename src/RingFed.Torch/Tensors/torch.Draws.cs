namespace TorchSharp;

public static partial class torch
{
    /// <summary>Integers of [low, high), equally likely.</summary>
    public static unsafe Tensor randint(
        long low,
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null)
    {
        Unnamed(names);
        device ??= CPU;
        fixed (long* sizes = size)
        {
            return Native.Own(Native.rf_random_randint(
                low, high, sizes, size.Length, (int)(dtype ?? ScalarType.Int64), (int)device.type, device.index,
                requires_grad ? 1 : 0, generator));
        }
    }

    /// <summary>Integers of [0, high), equally likely.</summary>
    public static Tensor randint(
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null,
        string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <summary>The integers below <paramref name="n"/> in random order.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        device ??= CPU;
        return Native.Own(Native.rf_random_randperm(
            n, (int)(dtype ?? ScalarType.Int64), (int)device.type, device.index, requires_grad ? 1 : 0,
            generator));
    }

    /// <summary>One with the probability that <paramref name="input"/> gives, else zero.</summary>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) =>
        Native.Own(Native.rf_random_bernoulli(input, generator));

    /// <summary>Indices drawn from each row of non-negative weights.</summary>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        Native.Own(Native.rf_random_multinomial(input, num_samples, replacement ? 1 : 0, generator));

    public static Tensor poisson(Tensor input, Generator? generator = null) =>
        Native.Own(Native.rf_random_poisson(input, generator));

    public static Tensor rand_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);

    public static Tensor randn_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);

    // Draws that overwrite the tensor.
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => torch.bernoulli(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Same(Native.rf_random_bernoulli_(this, p, generator));

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            torch.multinomial(this, num_samples, replacement, generator);

        public Tensor poisson(Generator? generator = null) => torch.poisson(this, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Same(Native.rf_random_normal_(this, mean, std, generator));

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Same(Native.rf_random_uniform_(this, from, to, generator));

        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            Same(Native.rf_random_exponential_(this, lambda, generator));
    }
}
