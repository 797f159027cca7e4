namespace RingFed.Federation.Identity;

/// <summary>An operator's request about keys or certificates cannot be met. Messages are for operators.</summary>
public sealed class IdentityException : Exception
{
    public IdentityException(IReadOnlyList<IdentityFault> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    public IdentityException(string file, string problem, string remedy)
        : this([new IdentityFault(file, problem, remedy)])
    {
    }

    public IReadOnlyList<IdentityFault> Faults { get; }
}
