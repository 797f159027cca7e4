namespace RingFed.Federation.Topology;

/// <summary>One thing that the next epoch may not change, or leaves out.</summary>
/// <param name="Field">Path of the field, such as <c>model.seed</c>.</param>
/// <param name="Problem">What is wrong; follows the field in a sentence.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record EpochFault(string Field, string Problem, string Remedy)
{
    public override string ToString() => $"{Field} {Problem}; {Remedy}";
}
