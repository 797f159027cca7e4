namespace RingFed.Federation.Wire;

/// <summary>A reason for closing one connection: a stable number for programs, a sentence for operators.</summary>
/// <param name="Code">Stable number.</param>
/// <param name="Sentence">What was wrong; never patient values or keys.</param>
public sealed record WireFault(WireFaultCode Code, string Sentence)
{
    /// <summary>Whether dialling again, with nothing else changed, may succeed.</summary>
    public bool RetryCanHelp => Code
        is WireFaultCode.Truncated
        or WireFaultCode.TimedOut
        or WireFaultCode.Busy
        or WireFaultCode.Replaced
        or WireFaultCode.Stopping
        or WireFaultCode.InternalFault
        or WireFaultCode.Unreachable;

    public override string ToString() => $"{Code} ({(ushort)Code}): {Sentence}";
}
