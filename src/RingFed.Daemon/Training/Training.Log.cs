using Microsoft.Extensions.Logging;

namespace RingFed.Daemon.Training;

/// <summary>Log events of training, ids 3000 to 3099. No patient values, no keys.</summary>
internal static partial class TrainingLog
{
    [LoggerMessage(3000, LogLevel.Information, "Model state restored from {Path}")]
    public static partial void CheckpointRestored(this ILogger logger, string path);

    [LoggerMessage(3001, LogLevel.Warning, "A checkpoint was passed over ({Fault}); going on from {Source}")]
    public static partial void CheckpointPassedOver(this ILogger logger, string fault, string source);

    [LoggerMessage(3003, LogLevel.Warning, "The held-out gate rejected an aggregate: {Sentence}. Patients are drawn from the latter model; training goes on from the aggregate")]
    public static partial void AggregateRejected(this ILogger logger, string sentence);

    [LoggerMessage(3004, LogLevel.Warning, "The served model was not readable ({Fault}); the next aggregate is compared without it")]
    public static partial void ServedModelPassedOver(this ILogger logger, string fault);

    [LoggerMessage(3005, LogLevel.Information, "The held-out gate judges models that patients are drawn from; '{Model}' is used as the ring agreed on it")]
    public static partial void GatePassedOver(this ILogger logger, string model);

    [LoggerMessage(3006, LogLevel.Information, "Masked sum {Number} of at most {Most} is complete: '{Name}' over {Silos}")]
    public static partial void SumComplete(this ILogger logger, int number, int most, string name, string silos);

    [LoggerMessage(3007, LogLevel.Warning, "{Why} Try {Attempt} of '{Name}' begins in {Seconds} s, or when those it needs can be reached")]
    public static partial void SumRepeated(this ILogger logger, string why, int attempt, string name, double seconds);

    [LoggerMessage(3008, LogLevel.Warning, "The first masked sum waits at most {Seconds} s for {Silos}: who is away when keys are exchanged is in no sum of this epoch")]
    public static partial void RosterAwaited(this ILogger logger, string silos, double seconds);

    [LoggerMessage(3009, LogLevel.Error, "What {Silo} signed for the masked sums proves that it does not keep to their protocol: ask its operator for version and memory of the machine, and otherwise treat it as compromised")]
    public static partial void SiloProvenFalse(this ILogger logger, string silo);

    [LoggerMessage(3010, LogLevel.Warning, "This silo gives {Rows} synthetic rows of '{Model}' to all silos: its rows are most like patients held out. No privacy mechanism protects them; what the model copied of a patient is in them")]
    public static partial void RowsGiven(this ILogger logger, int rows, string model);

    [LoggerMessage(3011, LogLevel.Information, "{Taken} of {Rows} synthetic rows of {Giver} are near enough to this silo's patients, and are trained on beside them")]
    public static partial void RowsTaken(this ILogger logger, int taken, int rows, string giver);

    [LoggerMessage(3012, LogLevel.Warning, "No synthetic rows came from {Giver}: this silo trains on its own patients alone, as under exchange kind isolated")]
    public static partial void RowsMissing(this ILogger logger, string giver);

    [LoggerMessage(3002, LogLevel.Warning, "The privacy ledger was raised by {Added} to {Spent}: this silo announced {Announced} and its books had forgotten some of what it spent")]
    public static partial void ForgottenBooked(this ILogger logger, double added, double spent, double announced);
}
