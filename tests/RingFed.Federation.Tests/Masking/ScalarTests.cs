using System.Numerics;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using RingFed.Federation.Masking;

namespace RingFed.Federation.Tests.Masking;

public sealed class ScalarTests
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

    /// <summary>Numbers at the edges of words and of the order, and any.</summary>
    private static Arbitrary<BigInteger> Numbers => Gen.Choose(0, int.MaxValue)
        .ListOf(9)
        .Select(words => words.Aggregate(BigInteger.Zero, (number, word) => (number << 31) + word) % Order)
        .Or(Gen.Elements(0, 1, 2, Order - 1, Order - 2, BigInteger.One << 255, (BigInteger.One << 64) - 1, (BigInteger.One << 128) - 1))
        .ToArbitrary();

    [Fact]
    public void Adding_and_multiplying_agree_with_long_arithmetic() => Prop.ForAll(Numbers, Numbers, (left, right) =>
        NumberOf(ScalarOf(left) + ScalarOf(right)) == (left + right) % Order
        && NumberOf(ScalarOf(left) * ScalarOf(right)) == left * right % Order).QuickCheckThrowOnFailure();

    [Fact]
    public void Multiplying_by_a_place_agrees_with_long_arithmetic() => Prop.ForAll(Numbers, Gen.Choose(0, 128).ToArbitrary(), (number, factor) =>
        NumberOf(ScalarOf(number).Times(factor)) == number * factor % Order).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_and_above_are_no_scalars()
    {
        Assert.False(Scalar.TryRead(BytesOf(Order), out _));
        Assert.False(Scalar.TryRead(BytesOf((BigInteger.One << 256) - 1), out _));
        Assert.True(Scalar.TryRead(BytesOf(Order - 1), out _));
    }

    [Fact]
    public void A_source_that_never_yields_a_scalar_is_refused_not_waited_for()
    {
        Assert.Throws<CryptographicException>(() => Scalar.Draw(new Constant(0xFF)));
        Assert.Throws<CryptographicException>(() => Scalar.Draw(new Constant(0)));
    }

    [Fact]
    public void A_scalar_never_prints_its_number() => Assert.DoesNotContain("42", new Scalar(42).ToString());

    internal static Scalar ScalarOf(BigInteger number)
    {
        Assert.True(Scalar.TryRead(BytesOf(number), out Scalar scalar));
        return scalar;
    }

    internal static BigInteger NumberOf(Scalar scalar)
    {
        byte[] bytes = new byte[Scalar.Length];
        scalar.CopyTo(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static byte[] BytesOf(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Scalar.Length - bytes.Length], .. bytes];
    }

    private sealed class Constant(byte value) : IMaskRandomness
    {
        public void Fill(Span<byte> destination) => destination.Fill(value);
    }
}
