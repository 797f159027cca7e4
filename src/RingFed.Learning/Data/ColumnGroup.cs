namespace RingFed.Learning.Data;

/// <summary>
/// Groups of columns that RingFed itself knows by name. A schema may use other words; they are kept and compared, and
/// nothing else depends on them.
/// </summary>
public static class ColumnGroup
{
    /// <summary>Where a schema says nothing.</summary>
    public const string Clinical = "clinical";

    /// <summary>Mutated or not; the evaluation's gene metrics are taken over the binary columns of this group.</summary>
    public const string Genes = "genes";

    /// <summary>Karyotype classes and chromosomal abnormalities.</summary>
    public const string Cytogenetics = "cytogenetics";
}
