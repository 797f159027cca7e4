namespace RingFed.Daemon.Commands;

/// <summary>Ends a command with an exit code and sentences for the operator instead of a stack trace.</summary>
internal sealed class CommandFailure(int exitCode, IReadOnlyList<string> sentences) : Exception(string.Join('\n', sentences))
{
    public CommandFailure(int exitCode, string sentence) : this(exitCode, [sentence])
    {
    }

    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Sentences { get; } = sentences;
}
