namespace RingFed.Federation.Topology;

/// <summary>The fields that a section of a file may have. The JSON Schema beside the examples lists the same ones.</summary>
/// <param name="Section">Path of the section; <c>[]</c> stands for each item of a list.</param>
public sealed record FieldSet(string Section, params IReadOnlyList<string> Names)
{
    /// <summary>Fields of later versions, each with what to do today.</summary>
    public IReadOnlyDictionary<string, string> Later { get; init; } = new Dictionary<string, string>();
}
