namespace RingFed.Daemon;

/// <summary>What a caller of <c>ringfed</c> may rely on. Append only.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The work itself failed; the message says what and where.</summary>
    public const int Failure = 1;

    /// <summary>Bad input: a file, flag or condition; every fault was listed and nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>The ring refused or was refused: identity, topology, layout or digest do not agree.</summary>
    public const int Refused = 3;

    /// <summary>No daemon answered.</summary>
    public const int Unreachable = 4;
}
