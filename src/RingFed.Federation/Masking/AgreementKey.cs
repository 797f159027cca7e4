using System.Numerics;
using System.Security.Cryptography;

namespace RingFed.Federation.Masking;

/// <summary>One side of ECDH on P-256 (SP 800-56A). Public keys are 64 bytes, x and y big-endian.</summary>
internal sealed class AgreementKey : IDisposable
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicLength = 64;

    /// <summary>Bytes of an agreed secret: the x coordinate, to be hashed before use.</summary>
    public const int SecretLength = 32;

    // y^2 = x^3 - 3x + b modulo p (SEC 2, 2.4.2).
    private static readonly BigInteger Prime = Number("00FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
    private static readonly BigInteger Constant = Number("005AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    private readonly ECDiffieHellman key;

    public AgreementKey(in Scalar secret)
    {
        byte[] bytes = GC.AllocateArray<byte>(Scalar.Length, pinned: true);
        try
        {
            secret.CopyTo(bytes);
            key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = bytes });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public void CopyPublicTo(Span<byte> target)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        point.X.CopyTo(target);
        point.Y.CopyTo(target[Scalar.Length..]);
    }

    /// <param name="other">A public key that <see cref="IsPublicKey"/> accepts.</param>
    /// <returns>The agreed secret; the caller zeroes it.</returns>
    public byte[] Agree(ReadOnlySpan<byte> other)
    {
        using ECDiffieHellman peer = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = other[..Scalar.Length].ToArray(), Y = other[Scalar.Length..].ToArray() },
        });
        return key.DeriveRawSecretAgreement(peer.PublicKey);
    }

    /// <summary>
    /// Whether these 64 bytes are a point of the curve. Worked out here, so that every silo decides alike whatever its
    /// platform's library makes of odd encodings. The curve's order is prime: a point on it is in the right group.
    /// </summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> bytes)
    {
        BigInteger x = new(bytes[..Scalar.Length], isUnsigned: true, isBigEndian: true);
        BigInteger y = new(bytes[Scalar.Length..], isUnsigned: true, isBigEndian: true);
        return x < Prime && y < Prime && (y * y - (x * x * x - 3 * x + Constant)) % Prime == 0;
    }

    public void Dispose() => key.Dispose();

    private static BigInteger Number(string hexadecimal) => BigInteger.Parse(hexadecimal, System.Globalization.NumberStyles.HexNumber);
}
