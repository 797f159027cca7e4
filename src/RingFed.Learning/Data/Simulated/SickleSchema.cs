using static RingFed.Learning.Data.Schemas.NewColumn;

namespace RingFed.Learning.Data.Simulated;

/// <summary>The schema of <see cref="SickleSimulator"/>; the label is <see cref="SilentInfarct"/>.</summary>
public static class SickleSchema
{
    public const string SilentInfarct = "silent_infarct";

    public static CohortSchema Instance { get; } = new()
    {
        Name = "sickle",
        Origin = CohortOrigin.Simulated,
        KeyColumn = "patient",
        Columns =
        [
            Number("age", "years", 2, 20, 1),
            Word("sex", ["female", "male"]),
            Flag("hydroxyurea"),
            Number("haemoglobin", "g/dL", 4, 14, 1),
            Number("haemoglobin_f", "%", 0.1, 40, 1, missing: true),
            Number("reticulocytes", "%", 0.5, 30, 1),
            Number("white_cells", "10^9/L", 2, 40, 1),
            Number("ldh", "U/L", 100, 2_000, 0, ColumnTransform.Log, missing: true),
            Number("oxygen_saturation", "%", 80, 100, 0),
            Number("systolic_pressure", "mmHg", 70, 160, 0),
            Number("doppler_velocity", "cm/s", 60, 200, 0, missing: true),
            Flag(SilentInfarct),
        ],
    };
}
