namespace RingFed.Federation.Aggregation;

/// <summary>What is wrong with a rule's name, its limits or its inputs; stable, used in logs and exit messages.</summary>
public enum AggregationFault
{
    UnknownRule = 1,
    TooFewSilos = 2,
    FaultyCountOutOfRange = 3,
    InputShape = 4,
    Overflow = 5,
    SubnormalsFlushed = 6,
    NothingToMerge = 7,
    OwnNotFinite = 8,
    TooCostly = 9,
}

/// <summary>
/// An aggregation that cannot be done as asked. The message says what to change. The same inputs fail the same way at
/// every silo, so a retry never helps.
/// </summary>
public sealed class AggregationException(AggregationFault fault, string message) : Exception(message)
{
    public AggregationFault Fault { get; } = fault;
}
