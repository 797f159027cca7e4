using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Learning.Models.Parameters;

/// <summary>A model's file: its entries, the name of the model and the encoder that it belongs to.</summary>
internal static class ModelCheckpoint
{
    private const string ModelKey = "model";
    private const string EncoderKey = "encoderDigest";

    private static readonly IReadOnlyDictionary<string, string> _noText = new Dictionary<string, string>();

    public static SafetensorsFile Compose(string model, byte[] encoderDigest, IReadOnlyList<SafetensorsEntry> entries, CheckpointAddition? addition)
    {
        SortedDictionary<string, string> metadata = new()
        {
            [ModelKey] = model,
            [EncoderKey] = Convert.ToHexStringLower(encoderDigest),
        };
        foreach ((string key, string text) in addition?.Metadata ?? _noText)
        {
            metadata.Add(key, text);
        }

        return new SafetensorsFile([.. entries, .. addition?.Entries ?? []], metadata);
    }

    /// <exception cref="InvalidDataException">The file is another model's, or belongs to another encoder.</exception>
    public static void Require(SafetensorsFile file, string model, byte[] encoderDigest)
    {
        Require(file.Metadata.GetValueOrDefault(ModelKey) == model, $"it is not a {model} checkpoint");
        Require(file.Metadata.GetValueOrDefault(EncoderKey) == Convert.ToHexStringLower(encoderDigest), "it belongs to another fitted encoder");
    }

    /// <exception cref="InvalidDataException">The condition does not hold.</exception>
    public static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The checkpoint cannot be used: {fault}.");
        }
    }
}
