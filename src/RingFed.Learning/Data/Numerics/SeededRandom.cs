namespace RingFed.Learning.Data.Numerics;

/// <summary>
/// Random numbers that a seed fixes on every machine: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) and samplers made
/// of <see cref="ExactMath"/>. Not for secrets. One thread at a time.
/// </summary>
public sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;
    private double _spareNormal = double.NaN;

    public SeededRandom(long seed) => _state = unchecked((ulong)seed);

    /// <summary>A stream of its own for each purpose, so that drawing more for one leaves the others unchanged.</summary>
    public SeededRandom(long seed, int stream) =>
        _state = Mix(unchecked((ulong)seed)) ^ Mix(unchecked(Golden * ((ulong)(uint)stream + 1)));

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits() => Mix(_state = unchecked(_state + Golden));

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double minimum, double maximum) => minimum + ((maximum - minimum) * Uniform());

    /// <summary>Uniform in 0 .. <paramref name="count"/> - 1.</summary>
    public int Index(int count) => (int)(Uniform() * count);

    public bool Bernoulli(double probability) => Uniform() < probability;

    /// <summary>Standard normal by Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double a, b, square;
        do
        {
            a = Uniform(-1, 1);
            b = Uniform(-1, 1);
            square = (a * a) + (b * b);
        }
        while (square >= 1 || square == 0);

        double scale = Math.Sqrt(-2 * ExactMath.Log(square) / square);
        _spareNormal = b * scale;
        return a * scale;
    }

    public double Normal(double mean, double standardDeviation) => mean + (standardDeviation * Normal());

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -ExactMath.Log(1 - Uniform());

    /// <summary>Gamma with scale 1 (Marsaglia and Tsang, ACM TOMS 26(3), 2000).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape is not above 0.</exception>
    public double Gamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1)
        {
            return Gamma(shape + 1) * ExactMath.Exp(-Exponential() / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal();
            double v = 1 + (c * x);
            v = v * v * v;
            if (v > 0 && -Exponential() < (0.5 * x * x) + d - (d * v) + (d * ExactMath.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>Poisson by Knuth's product of uniforms; for means up to a few dozen.</summary>
    public int Poisson(double mean)
    {
        double limit = ExactMath.Exp(-mean);
        int count = 0;
        for (double product = Uniform(); product > limit; product *= Uniform())
        {
            count++;
        }

        return count;
    }

    /// <summary>An index drawn in proportion to <paramref name="weights"/>, which need not sum to 1.</summary>
    public int Categorical(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        double left = Uniform() * sum;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>Shares that sum to 1; the larger the concentration, the more even.</summary>
    public double[] Dirichlet(int count, double concentration)
    {
        double[] shares = [.. Enumerable.Range(0, count).Select(_ => Gamma(concentration))];
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
