using RingFed.Federation.Identity;

namespace RingFed.Daemon;

/// <summary>Ends a command with an exit code and sentences for the operator instead of a stack trace.</summary>
internal sealed class CommandFailure(int exitCode, IReadOnlyList<string> sentences) : Exception(string.Join('\n', sentences))
{
    public CommandFailure(int exitCode, string sentence) : this(exitCode, [sentence])
    {
    }

    public int ExitCode { get; } = exitCode;

    /// <summary>Runs what deals with keys and certificates; its faults become sentences and exit code 2.</summary>
    public static T OnBadIdentity<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IdentityException invalid)
        {
            throw new CommandFailure(ExitCodes.BadInput, [.. invalid.Faults.Select(fault => fault.ToString())]);
        }
        catch (ArgumentException invalid)
        {
            throw new CommandFailure(ExitCodes.BadInput, invalid.Message);
        }
    }


    public IReadOnlyList<string> Sentences { get; } = sentences;
}
