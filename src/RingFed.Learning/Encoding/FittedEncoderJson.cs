using System.Text.Json;
using System.Text.Json.Serialization;

namespace RingFed.Learning.Encoding;

/// <summary>Fitted encoders as JSON, for checkpoints and for people. The digest is recomputed on reading.</summary>
public static class FittedEncoderJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write(FittedEncoder encoder) => JsonSerializer.Serialize(encoder, _options);

    /// <exception cref="InvalidDataException">The text is no encoder, was altered after it was written, or was written by a version that encodes otherwise.</exception>
    public static FittedEncoder Parse(string json)
    {
        FittedEncoder encoder;
        try
        {
            encoder = JsonSerializer.Deserialize<FittedEncoder>(json, _options) ?? throw new InvalidDataException("The encoder is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The text is no fitted encoder: {exception.Message}", exception);
        }

        byte[] digest = EncoderDigest.Of(encoder.Schema, encoder.Records, encoder.Columns);
        return digest.AsSpan().SequenceEqual(encoder.Digest)
            ? encoder
            : throw new InvalidDataException("The encoder's digest does not fit its content: it was damaged or altered, or written by another version of RingFed; then fit it again.");
    }
}
