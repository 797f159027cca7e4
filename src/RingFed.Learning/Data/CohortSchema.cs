namespace RingFed.Learning.Data;

/// <summary>How values of a column are read, encoded and compared.</summary>
public enum ColumnKind
{
    /// <summary>Real number inside a declared plausible range.</summary>
    Continuous,

    /// <summary>Whole number inside a declared plausible range.</summary>
    Integer,

    /// <summary>One of a declared, ordered vocabulary.</summary>
    Categorical,

    /// <summary>0 or 1.</summary>
    Binary,
}

/// <summary>Where the patients of a cohort come from. Decides what may be summed unmasked.</summary>
public enum CohortOrigin
{
    /// <summary>Real patients of a silo: never leaves it, never summed in the clear.</summary>
    Clinical,

    /// <summary>Published data without access conditions.</summary>
    Public,

    /// <summary>Drawn by a simulator; no patient stands behind a row.</summary>
    Simulated,
}

/// <summary>Monotone transform applied before histograms are taken.</summary>
public enum ColumnTransform
{
    Identity,

    /// <summary>Natural logarithm; the range must be positive.</summary>
    Log,

    /// <summary>ln(1 + x); the range must be non-negative.</summary>
    Log1p,
}

/// <summary>One flat column of a cohort, as all silos agreed to describe it.</summary>
public sealed record ColumnSchema
{
    public required string Name { get; init; }

    public required ColumnKind Kind { get; init; }

    /// <summary>Unit for people; empty when the column has none.</summary>
    public string Unit { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Columns that belong together, such as <see cref="ColumnGroup.Genes"/>; a word by the rule of column names.</summary>
    public string Group { get; init; } = ColumnGroup.Clinical;

    /// <summary>Plausible range, inclusive. Required for continuous and integer columns; 0..1 for binary ones.</summary>
    public double Minimum { get; init; }

    public double Maximum { get; init; }

    /// <summary>Decimals that generated values are rounded to; 0 for integers.</summary>
    public int Decimals { get; init; }

    public ColumnTransform Transform { get; init; } = ColumnTransform.Identity;

    /// <summary>Vocabulary in agreed order; ("0", "1") for binary columns, empty for numeric ones.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public bool MissingAllowed { get; init; }

    public bool IsDiscrete => Kind is ColumnKind.Categorical or ColumnKind.Binary;
}

/// <summary>A survival time with its event flag. Both are flat columns of the schema; this names the pair.</summary>
/// <param name="TimeColumn">Index of the time column (continuous, minimum &gt; 0 after validation).</param>
/// <param name="EventColumn">Index of the event column (binary, 1 = event observed, 0 = censored).</param>
public sealed record EndpointSchema(string Name, int TimeColumn, int EventColumn);

/// <summary>The agreed description of a cohort's columns. Equal schemas have equal digests at every silo.</summary>
public sealed record CohortSchema
{
    public required string Name { get; init; }

    public required CohortOrigin Origin { get; init; }

    public required IReadOnlyList<ColumnSchema> Columns { get; init; }

    public IReadOnlyList<EndpointSchema> Endpoints { get; init; } = [];

    /// <summary>Name of the CSV column that identifies a patient; never encoded, never logged. Null when files have none.</summary>
    public string? KeyColumn { get; init; }

    /// <summary>Row constraints such as <c>os_years &gt; 0</c>, checked on reading and on every generated row.</summary>
    public IReadOnlyList<RowConstraint> Constraints { get; init; } = [];

    public int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        return -1;
    }
}
