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

    /// <summary>
    /// Parameters are added up masked, weighted by records, and every silo takes the mean: nobody sees another's update, and
    /// no rule can judge one. Every round is one of gathering; a silo of the first sum that stays away ends the fit.
    /// </summary>
    MaskedSum,

    /// <summary>
    /// Every silo fits and trains alone, on its own patients: what federation is compared with. Nothing of patients or
    /// parameters leaves; rounds carry one byte and keep the silos in step.
    /// </summary>
    Isolated,

    /// <summary>
    /// Every silo trains alone; then the one whose synthetic rows are most like patients that it held out gives such rows to
    /// the others, and all train anew on their patients and what is near them of those rows. Nothing protects the rows.
    /// </summary>
    Sharing,
}

/// <summary>As the file writes them.</summary>
public static class ExchangeKinds
{
    public static IReadOnlyList<string> All { get; } = ["relay", "neighbour", "masked-sum", "isolated", "sharing"];

    public static string Of(ExchangeKind kind) => All[(int)kind];

    internal static ExchangeKind Parse(string name) => (ExchangeKind)All.ToList().IndexOf(name);
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

    /// <summary>No parameters are merged: silos train on their own, all rounds of the ring gather.</summary>
    public bool MergesNothing => Kind is ExchangeKind.Isolated or ExchangeKind.Sharing;

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

    /// <summary>
    /// mu of FedProx (Li et al. 2020, arXiv 1812.06127, equation 2), 0 to 1,000,000: each step also pulls the parameters
    /// towards those that the round began with, so that silos with unlike patients drift less apart, and learn less of their
    /// own in a round. 0, the default, for none.
    /// </summary>
    public double Proximal { get; init; }
}
