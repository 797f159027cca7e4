using System.Diagnostics.CodeAnalysis;

namespace RingFed.Federation.Topology;

/// <summary>Outcome of reading a file: what it says, or everything that is wrong with it, never both.</summary>
/// <param name="Value">Null when there are faults.</param>
/// <param name="Faults">In the order of lines.</param>
public sealed record Loaded<T>(T? Value, IReadOnlyList<FileFault> Faults)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    /// <summary>The value of a file that must be good.</summary>
    /// <exception cref="InvalidDataException">There are faults; the message lists them, one a line.</exception>
    public T Require() => Value ?? throw new InvalidDataException(string.Join(Environment.NewLine, Faults));
}
