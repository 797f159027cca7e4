using System.Numerics;

namespace RingFed.Federation.Masking;

/// <summary>
/// Threshold sharing of a number modulo the order of P-256 (Shamir, CACM 1979): values of a random polynomial of degree
/// t - 1 whose value at 0 is the secret. Fewer than t of them fit every secret. Silo i holds the value at i + 1.
/// </summary>
internal static class SecretSharing
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

    /// <param name="threshold">t: as many silos can put the secret together; 1 or more.</param>
    /// <param name="shares">Out: the share of each of <paramref name="silos"/>.</param>
    public static void Deal(in Scalar secret, int threshold, IMaskRandomness randomness, ReadOnlySpan<int> silos, Span<Scalar> shares)
    {
        using SecretScalars coefficients = new(threshold);
        coefficients[0] = secret;
        for (int power = 1; power < threshold; power++)
        {
            coefficients[power] = Scalar.Draw(randomness);
        }

        for (int index = 0; index < silos.Length; index++)
        {
            Scalar value = coefficients[threshold - 1];
            for (int power = threshold - 2; power >= 0; power--)
            {
                value = value.Times(silos[index] + 1) + coefficients[power];
            }

            shares[index] = value;
        }
    }

    /// <summary>What the shares are to be multiplied by, so that they add up to the secret (Lagrange, at 0).</summary>
    /// <param name="silos">Who holds the shares; all different.</param>
    public static Scalar[] Weights(ReadOnlySpan<int> silos)
    {
        Scalar[] weights = new Scalar[silos.Length];
        Span<byte> bytes = stackalloc byte[Scalar.Length];
        for (int index = 0; index < silos.Length; index++)
        {
            // Silos are public: nothing here is a secret.
            BigInteger above = 1;
            BigInteger below = 1;
            foreach (int other in silos)
            {
                if (other != silos[index])
                {
                    above = above * (other + 1) % Order;
                    below = below * (other - silos[index] + Order) % Order;
                }
            }

            BigInteger weight = above * BigInteger.ModPow(below, Order - 2, Order) % Order;
            bytes.Clear();
            weight.TryWriteBytes(bytes[(Scalar.Length - weight.GetByteCount(isUnsigned: true))..], out _, isUnsigned: true, isBigEndian: true);
            Scalar.TryRead(bytes, out weights[index]);
        }

        return weights;
    }

    /// <summary>The secret, of exactly as many shares as the threshold.</summary>
    /// <param name="weights">Of the silos that hold them.</param>
    public static Scalar Combine(ReadOnlySpan<Scalar> weights, ReadOnlySpan<Scalar> shares)
    {
        Scalar secret = default;
        for (int index = 0; index < shares.Length; index++)
        {
            secret += weights[index] * shares[index];
        }

        return secret;
    }
}
