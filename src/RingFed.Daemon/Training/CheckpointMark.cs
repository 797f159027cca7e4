using System.Globalization;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Daemon.Training;

/// <summary>Where a checkpoint stands among the ring's rounds: older ones look alike, and sums after training are not to be made from one.</summary>
/// <param name="Stage">Stage of the fit that was over with it; null for a round of training.</param>
/// <param name="Round">The round whose agreed parameters it holds; null before the first.</param>
/// <param name="Aggregate">Digest of those parameters, as the round's record has it; null before the first.</param>
internal sealed record CheckpointMark(FitStage? Stage, int? Round, string? Aggregate)
{
    private const string StageKey = "ringfed.stage";
    private const string RoundKey = "ringfed.round";
    private const string AggregateKey = "ringfed.aggregate";

    public static CheckpointMark None { get; } = new(null, null, null);

    /// <summary>What the file says; of a build that did not write a round, none.</summary>
    public static CheckpointMark In(string path)
    {
        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.LoadMetadata(path);
        bool hasRound = int.TryParse(metadata.GetValueOrDefault(RoundKey), NumberStyles.None, CultureInfo.InvariantCulture, out int round);
        return new CheckpointMark(
            Enum.TryParse(metadata.GetValueOrDefault(StageKey), out FitStage stage) ? stage : null,
            hasRound ? round : null,
            metadata.GetValueOrDefault(AggregateKey));
    }

    public Dictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = [];
        Add(StageKey, Stage?.ToString());
        Add(RoundKey, Round?.ToString(CultureInfo.InvariantCulture));
        Add(AggregateKey, Aggregate);
        return metadata;

        void Add(string key, string? text)
        {
            if (text is not null)
            {
                metadata[key] = text;
            }
        }
    }
}
