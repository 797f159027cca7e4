namespace RingFed.Learning.Data;

/// <summary>One fault in a file that a person wrote or exported: where it is, what is wrong and what to write instead.</summary>
/// <param name="Line">1-based; 0 when the fault concerns the whole file.</param>
/// <param name="Field">Column or dotted path inside the file; empty when the fault concerns the whole line.</param>
/// <param name="Message">What is wrong. Never a value or key of a clinical record.</param>
/// <param name="Remedy">What to write or do instead.</param>
public sealed record InputError(string File, int Line, string Field, string Message, string Remedy)
{
    /// <summary><c>file:line: field: message. remedy.</c></summary>
    public override string ToString()
    {
        string place = Line > 0 ? $"{File}:{Line}" : File;
        string field = Field.Length > 0 ? $" {Field}:" : "";
        return $"{place}:{field} {Message}. {Remedy}.";
    }
}
