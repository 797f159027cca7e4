using RingFed.Federation.Messages;

namespace RingFed.Federation.Transport;

/// <summary>What a file of a state directory belongs to.</summary>
internal sealed record StateOwner(string Federation, int Epoch, Digest Topology)
{
    /// <summary>Other epochs of the same federation, whose files lie in the same directory.</summary>
    public IReadOnlyList<StateOwner> Others { get; init; } = [];

    public bool Equals(StateOwner? other) =>
        other is not null && (Federation, Epoch, Topology) == (other.Federation, other.Epoch, other.Topology);

    public override int GetHashCode() => HashCode.Combine(Federation, Epoch, Topology);

    public override string ToString() => $"federation {Federation}, epoch {Epoch}, topology {Topology}";
}

/// <summary>The state directory was written under another topology. A retry never helps.</summary>
public sealed class ForeignStateException : Exception
{
    internal ForeignStateException(StateOwner found, StateOwner expected)
        : base($"the state directory was written under {found}; the topology file says {expected}: give each topology its own state directory")
    {
    }

    internal ForeignStateException(string message)
        : base(message)
    {
    }
}
