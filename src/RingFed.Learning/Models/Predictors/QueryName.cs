using System.Security.Cryptography;
using RingFed.Learning.Encoding;
using TextEncoding = System.Text.Encoding;

namespace RingFed.Learning.Models.Predictors;

/// <summary>Names of sums: the model's, and a digest of all that silos must agree on.</summary>
internal static class QueryName
{
    public static string Of(string model, FittedEncoder encoder, IEnumerable<string> terms)
    {
        string text = string.Join('\n', [Convert.ToHexStringLower(encoder.Digest), .. terms]);
        return $"{model}-1/{Convert.ToHexStringLower(SHA256.HashData(TextEncoding.UTF8.GetBytes(text)).AsSpan(0, 8))}";
    }
}
