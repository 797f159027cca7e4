namespace RingFed.Federation.Wire;

/// <summary>
/// Carries a <see cref="WireFault"/> from the depth of a parser to the connection, which closes with it. Never leaves
/// the connection: a peer's bad bytes are an event there, not a failure of the daemon.
/// </summary>
public sealed class WireException : Exception
{
    public WireException(WireFault fault)
        : base(fault.Sentence) => Fault = fault;

    public WireException(WireFaultCode code, string sentence)
        : this(new WireFault(code, sentence))
    {
    }

    public WireFault Fault { get; }
}
