using RingFed.Federation.Topology;

namespace RingFed.Daemon.Training;

/// <summary>What the trainer is doing, as status shows it. Never a patient value.</summary>
/// <param name="Activity">Sentence fragment: what is being done now.</param>
/// <param name="StepsTotal">Since the daemon's start.</param>
/// <param name="StepMilliseconds">Mean of the last round's steps, the round's fixed costs included.</param>
/// <param name="Losses">Mean losses of the last rounds, oldest first.</param>
public sealed record TrainingStatus(
    string Model, long Records, string Activity, int Round, long StepsTotal, double StepMilliseconds, IReadOnlyList<RoundLosses> Losses)
{
    /// <summary>What the held-out gate made of the last aggregate; null while there is no gate, or none was judged.</summary>
    public GateVerdict? Gate { get; init; }

    /// <summary>The masked sums of the present statistic rounds, or of the last ones; null before the first.</summary>
    public FitStatus? Fit { get; init; }
}

/// <summary>Where the fit by masked sums stands.</summary>
/// <param name="Step">What the present round is for.</param>
/// <param name="Sum">Name of the statistic that is asked for; null when the fit is done and the rounds kept for it run out.</param>
/// <param name="Number">From 1.</param>
/// <param name="Most">Sums that the fit asks for at most.</param>
/// <param name="Attempt">From 1: how often the sum was begun.</param>
/// <param name="Silos">Those that are in every sum, in roster order; null before the first was agreed.</param>
/// <param name="IsIn">This silo is one of them, or may be.</param>
/// <param name="Trouble">Why the sum was begun again; null when it was not.</param>
public sealed record FitStatus(
    string Step, string? Sum, int Number, int Most, int Attempt, IReadOnlyList<string>? Silos, bool IsIn, string? Trouble)
{
    /// <summary>Silos of the roster that are in no sum, in roster order; empty before the first was agreed.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Silos whose own signed payloads prove that they do not keep to the protocol of masked sums, in this epoch or an earlier one.</summary>
    public IReadOnlyList<string> ProvenFalse { get; init; } = [];
}

public sealed record RoundLosses(int Round, int Steps, double Seconds, IReadOnlyDictionary<string, double> Means);

/// <summary>Written by the trainer, read by anyone: one immutable snapshot behind a volatile reference.</summary>
internal sealed class TrainingProgress(string model, long records)
{
    /// <summary>Rounds of losses kept for status; a curve needs no more.</summary>
    private const int RoundsKeptMax = 500;

    private volatile TrainingStatus _status = new(model, records, "waiting for the ring", 0, 0, 0, []);

    public TrainingStatus Status => _status;

    /// <summary>Of a daemon that starts: what the held-out gate found before holds until the next verdict.</summary>
    public static TrainingProgress Begun(FederationTopology topology, long records, SiloState files)
    {
        TrainingProgress progress = new(topology.Model.Kind, records);
        if (topology.Aggregation.Gate == MergeGate.Heldout && ServedFile.VerdictIn(files) is { } judged)
        {
            progress.Judged(judged);
        }

        return progress;
    }

    public void Begin(int round, string activity) => _status = _status with { Round = round, Activity = activity };

    public void Fits(FitStatus fit) => _status = _status with { Fit = fit };

    public void Judged(GateVerdict verdict) => _status = _status with { Gate = verdict };

    /// <summary>What was begun is of no use any more.</summary>
    public void Drop() => _status = _status with { Activity = "waiting for the ring" };

    public void Finish(RoundLosses losses) => _status = _status with
    {
        Activity = "waiting for the ring",
        StepsTotal = _status.StepsTotal + losses.Steps,
        StepMilliseconds = losses.Steps == 0 ? _status.StepMilliseconds : losses.Seconds * 1000 / losses.Steps,
        Losses = [.. _status.Losses.TakeLast(RoundsKeptMax - 1), losses],
    };
}
