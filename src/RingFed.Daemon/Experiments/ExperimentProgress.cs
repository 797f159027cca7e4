namespace RingFed.Daemon.Experiments;

/// <summary>How far an experiment is.</summary>
/// <param name="Done">Cells with a result, found or made.</param>
/// <param name="Found">Of them, those of an earlier run.</param>
/// <param name="Running">The cell that is under way; null at the end.</param>
/// <param name="Remaining">Estimated; null before the first cell of this run is done.</param>
internal sealed record ExperimentProgress(int Done, int Total, int Found, int Failed, string? Running, TimeSpan? Remaining);
