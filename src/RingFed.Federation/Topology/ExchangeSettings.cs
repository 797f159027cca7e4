namespace RingFed.Federation.Topology;

/// <summary>How updates travel.</summary>
public enum ExchangeKind
{
    /// <summary>Every update goes round the whole ring.</summary>
    Relay,

    /// <summary>
    /// Parameter updates go to the two ring neighbours only, and every silo keeps a model of its own. Statistic rounds are
    /// relayed all the same. A plain ring tolerates no Byzantine silo in this mode.
    /// </summary>
    Neighbour,
}

/// <summary>How the numbers of an update are written.</summary>
public enum UpdateCodec
{
    /// <summary>Four bytes, exact.</summary>
    Float32,

    /// <summary>Two bytes: the upper half of a float32, rounded to nearest even.</summary>
    Bfloat16,

    /// <summary>
    /// One byte, and four a block of 256: a value is rounded to 1/127 of its block's largest magnitude, and one below half
    /// of that is lost. For slow lines.
    /// </summary>
    Int8,

    /// <summary>Exact, in at most four bytes and a little: as much shorter as the values have in common.</summary>
    Lossless,
}

/// <summary>As the file writes them.</summary>
internal static class UpdateCodecNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<UpdateCodec>().Select(Of)];

    public static string Of(UpdateCodec codec) => codec.ToString().ToLowerInvariant();

    public static UpdateCodec Parse(string name) => Enum.Parse<UpdateCodec>(name, ignoreCase: true);
}

/// <summary>Rounds and what happens in one.</summary>
public sealed record ExchangeSettings
{
    public ExchangeKind Kind { get; init; } = ExchangeKind.Relay;

    /// <summary>Training rounds; default 50, 1 to 1,000,000.</summary>
    public int Rounds { get; init; } = 50;

    public LocalWork LocalWork { get; init; } = new();

    /// <summary>
    /// Longest a round waits for an update before it closes without it; silos that enough others cannot reach are not
    /// waited for even that long. Short deadlines drop slow silos, long ones let one slow silo hold every round.
    /// Default 10 minutes, 1 s to 7 days, more than the local work's time.
    /// </summary>
    public TimeSpan RoundDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Default bfloat16: half the bytes, and training noise hides its rounding.</summary>
    public UpdateCodec Codec { get; init; } = UpdateCodec.Bfloat16;
}

/// <summary>
/// How much a silo trains in a round: until its steps or its time are used up, whichever comes first. Time keeps slow
/// silos from holding the ring; steps make a run repeatable.
/// </summary>
public sealed record LocalWork
{
    /// <summary>Optimiser steps, 1 to 1,000,000; null when only time bounds the work.</summary>
    public int? Steps { get; init; }

    /// <summary>Wall time, 100 ms to 1 day; null when only steps bound the work.</summary>
    public TimeSpan? Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most steps that fit into <see cref="Time"/>, so that a fast silo does not run away; 1 to 1,000,000.</summary>
    public int? StepsMax { get; init; }
}
