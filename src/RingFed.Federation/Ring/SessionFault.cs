namespace RingFed.Federation.Ring;

/// <summary>Why a session cannot go on. Stable numbers, append only.</summary>
public enum SessionFaultCode
{
    /// <summary>A silo's signed envelope names another layout, encoder, base, codec or statistic than this silo's.</summary>
    EnvelopeMismatch = 1,

    /// <summary>Silos computed different aggregates of the same updates.</summary>
    AggregateMismatch = 2,

    /// <summary>A silo signed two different records for one place.</summary>
    Equivocation = 3,

    /// <summary>This silo signed something for the round that its state directory no longer holds.</summary>
    StateLost = 4,

    /// <summary>Training, statistics, encoding or aggregation failed here.</summary>
    WorkFailed = 5,

    /// <summary>The state directory could not be written.</summary>
    StorageFailed = 6,
}

/// <summary>A session fault: repeated tries change nothing until an operator does what the sentence says.</summary>
public sealed record SessionFault(SessionFaultCode Code, string Sentence);

/// <summary>How a session ended.</summary>
public enum SessionEnding
{
    /// <summary>All rounds closed.</summary>
    Completed,

    /// <summary>Stopped from outside; goes on after a restart.</summary>
    Stopped,

    /// <summary>Refused to go on; <see cref="SessionEnd.Fault"/> says why.</summary>
    Refused,
}

/// <param name="Closed">Last round closed; -1 when none was.</param>
public sealed record SessionEnd(SessionEnding Ending, int Closed, SessionFault? Fault);
