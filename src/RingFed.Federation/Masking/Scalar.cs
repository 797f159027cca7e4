using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RingFed.Federation.Masking;

/// <summary>
/// A number modulo the order n of P-256 (FIPS 186-5; SEC 2, 2.4.2). Neither branches nor memory accesses depend on the
/// value, because private keys are such numbers. Multiplication doubles and adds: slow, small, and fast enough here.
/// </summary>
internal readonly struct Scalar : IEquatable<Scalar>
{
    /// <summary>Bytes of a scalar, big-endian.</summary>
    public const int Length = 32;

    /// <summary>One draw in 2^32 lies above n; a source that fails so often is broken.</summary>
    private const int DrawsMax = 16;

    private static readonly Scalar Order = new(0xF3B9CAC2FC632551, 0xBCE6FAADA7179E84, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFF00000000);

    // Least significant first.
    private readonly ulong w0;
    private readonly ulong w1;
    private readonly ulong w2;
    private readonly ulong w3;

    private Scalar(ulong w0, ulong w1, ulong w2, ulong w3)
    {
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    public Scalar(uint value)
        : this(value, 0, 0, 0)
    {
    }

    public bool IsZero => (w0 | w1 | w2 | w3) == 0;

    public static Scalar operator +(in Scalar left, in Scalar right)
    {
        ulong carry = 0;
        Scalar sum = new(
            AddCarry(left.w0, right.w0, ref carry),
            AddCarry(left.w1, right.w1, ref carry),
            AddCarry(left.w2, right.w2, ref carry),
            AddCarry(left.w3, right.w3, ref carry));
        return ReduceOnce(sum, carry);
    }

    public static Scalar operator *(in Scalar left, in Scalar right)
    {
        Scalar product = default;
        for (int bit = (Length * 8) - 1; bit >= 0; bit--)
        {
            product += product;
            product += Select(0 - right.Bit(bit), left, default);
        }

        return product;
    }

    /// <summary>Multiplies by a small public number, such as a silo's place.</summary>
    public Scalar Times(int factor)
    {
        Scalar product = default;
        for (int bit = 31 - int.LeadingZeroCount(factor); bit >= 0; bit--)
        {
            product += product;
            if ((factor >> bit & 1) != 0)
            {
                product += this;
            }
        }

        return product;
    }

    /// <summary>Uniform from 1 to n - 1.</summary>
    /// <exception cref="CryptographicException">The source yields no such number.</exception>
    public static Scalar Draw(IMaskRandomness randomness)
    {
        Span<byte> bytes = stackalloc byte[Length];
        try
        {
            for (int draw = 0; draw < DrawsMax; draw++)
            {
                randomness.Fill(bytes);
                if (TryRead(bytes, out Scalar scalar) && !scalar.IsZero)
                {
                    return scalar;
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }

        throw new CryptographicException("The source of randomness yields no number below the order of P-256: it is broken.");
    }

    /// <returns>False for n and above.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Scalar scalar)
    {
        scalar = new Scalar(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes));
        ulong borrow = 0;
        Subtract(scalar, Order, ref borrow);
        return borrow == 1;
    }

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, w3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], w2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], w1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], w0);
    }

    public bool Equals(Scalar other) => ((w0 ^ other.w0) | (w1 ^ other.w1) | (w2 ^ other.w2) | (w3 ^ other.w3)) == 0;

    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(w0, w1, w2, w3);

    /// <summary>Never the number: it may be a key.</summary>
    public override string ToString() => nameof(Scalar);

    private ulong Bit(int index) => ((index >> 6) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 }) >> (index & 63) & 1;

    /// <summary>A number below 2n, with what it carries beyond 256 bits, brought below n.</summary>
    private static Scalar ReduceOnce(in Scalar value, ulong carry)
    {
        ulong borrow = 0;
        Scalar less = Subtract(value, Order, ref borrow);
        return Select(0 - (carry | (borrow ^ 1)), less, value);
    }

    private static Scalar Subtract(in Scalar left, in Scalar right, ref ulong borrow) => new(
        SubtractBorrow(left.w0, right.w0, ref borrow),
        SubtractBorrow(left.w1, right.w1, ref borrow),
        SubtractBorrow(left.w2, right.w2, ref borrow),
        SubtractBorrow(left.w3, right.w3, ref borrow));

    /// <param name="mask">All ones for <paramref name="one"/>, all zeros for <paramref name="other"/>.</param>
    private static Scalar Select(ulong mask, in Scalar one, in Scalar other) => new(
        (one.w0 & mask) | (other.w0 & ~mask),
        (one.w1 & mask) | (other.w1 & ~mask),
        (one.w2 & mask) | (other.w2 & ~mask),
        (one.w3 & mask) | (other.w3 & ~mask));

    private static ulong AddCarry(ulong left, ulong right, ref ulong carry)
    {
        UInt128 sum = (UInt128)left + right + carry;
        carry = (ulong)(sum >> 64);
        return (ulong)sum;
    }

    private static ulong SubtractBorrow(ulong left, ulong right, ref ulong borrow)
    {
        UInt128 difference = unchecked((UInt128)left - right - borrow);
        borrow = (ulong)(difference >> 64) & 1;
        return (ulong)difference;
    }
}
