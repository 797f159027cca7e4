namespace RingFed.Federation.Ring;

/// <summary>Why a session cannot go on. Stable numbers, append only.</summary>
public enum SessionFaultCode
{
    /// <summary>So many silos differ in layout, encoder, base, codec or statistic that no group of equals can close the round.</summary>
    EnvelopeMismatch = 1,

    /// <summary>Raised no more: a silo whose aggregate differs takes the agreed one, with an alarm.</summary>
    AggregateMismatch = 2,

    /// <summary>Raised no more: two records of one silo for one place are evidence, and act through a close.</summary>
    Equivocation = 3,

    /// <summary>Raised no more: a silo that forgot what it signed follows the ring and signs nothing for a while.</summary>
    StateLost = 4,

    /// <summary>Training, statistics, encoding or aggregation failed here.</summary>
    WorkFailed = 5,

    /// <summary>The state directory could not be written.</summary>
    StorageFailed = 6,

    /// <summary>The epoch that begins lists another key for this silo than it has.</summary>
    KeyReplaced = 7,

    /// <summary>A silo that is new in an epoch cannot follow how the federation got there.</summary>
    EntryFailed = 8,

    /// <summary>A fit by masked sums ended before it was done, at every silo alike.</summary>
    FitEnded = 9,
}

/// <summary>A session fault: repeated tries change nothing until an operator does what the sentence says.</summary>
public sealed record SessionFault(SessionFaultCode Code, string Sentence);

/// <summary>A worker cannot go on, for a reason that has a code of its own.</summary>
public sealed class WorkRefusedException(SessionFault fault) : Exception(fault.Sentence)
{
    public SessionFault Fault => fault;
}

/// <summary>How a session ended.</summary>
public enum SessionEnding
{
    /// <summary>All rounds closed.</summary>
    Completed,

    /// <summary>Stopped from outside; goes on after a restart.</summary>
    Stopped,

    /// <summary>Refused to go on; <see cref="SessionEnd.Fault"/> says why.</summary>
    Refused,

    /// <summary>The epoch is over, or a silo that is new has learnt where it began: what is stored now says how to go on.</summary>
    NextEpoch,
}

/// <param name="Closed">Last round closed; -1 when none was.</param>
public sealed record SessionEnd(SessionEnding Ending, int Closed, SessionFault? Fault)
{
    /// <summary>Digest of the topology that comes next, or that this silo was removed with; none when the epoch goes on.</summary>
    public Messages.Digest Next { get; init; }
}
