namespace RingFed.Federation.Identity;

/// <summary>One thing wrong with a key, certificate or request.</summary>
/// <param name="File">The file it is about.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record IdentityFault(string File, string Problem, string Remedy)
{
    public override string ToString() => $"{File}: {Problem}; {Remedy}";
}
