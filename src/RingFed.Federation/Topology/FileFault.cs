namespace RingFed.Federation.Topology;

/// <summary>One thing wrong in a file that an operator wrote.</summary>
/// <param name="File">Path as it was given.</param>
/// <param name="Line">First line is 1; 0 when the file as a whole is meant.</param>
/// <param name="Field">Path of the field, such as <c>silos[1].address</c>; empty for the file.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record FileFault(string File, int Line, string Field, string Problem, string Remedy)
{
    public override string ToString()
    {
        string place = Line > 0 ? $"{File}:{Line}" : File;
        return Field.Length > 0 ? $"{place}: {Field} {Problem}; {Remedy}" : $"{place}: {Problem}; {Remedy}";
    }
}
