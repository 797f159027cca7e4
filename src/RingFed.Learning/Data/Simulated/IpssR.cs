namespace RingFed.Learning.Data.Simulated;

/// <summary>Revised International Prognostic Scoring System: points and categories of Greenberg et al., Blood 120 (2012), table 3 and 4.</summary>
public static class IpssR
{
    /// <summary>Categories in ascending risk.</summary>
    public static IReadOnlyList<string> Categories { get; } = ["very-low", "low", "intermediate", "high", "very-high"];

    /// <param name="cytogenetics">0 very good .. 4 very poor.</param>
    /// <param name="blasts">Marrow, %.</param>
    /// <param name="haemoglobin">g/dL.</param>
    /// <param name="platelets">10^9/L.</param>
    /// <param name="neutrophils">10^9/L.</param>
    /// <returns>0 to 10 points; NaN when a value is missing.</returns>
    public static double Score(double cytogenetics, double blasts, double haemoglobin, double platelets, double neutrophils)
    {
        if (double.IsNaN(cytogenetics + blasts + haemoglobin + platelets + neutrophils))
        {
            return double.NaN;
        }

        double points = cytogenetics;
        points += blasts switch { <= 2 => 0, < 5 => 1, <= 10 => 2, _ => 3 };
        points += haemoglobin switch { >= 10 => 0, >= 8 => 1, _ => 1.5 };
        points += platelets switch { >= 100 => 0, >= 50 => 0.5, _ => 1 };
        return points + (neutrophils >= 0.8 ? 0 : 0.5);
    }

    /// <summary>Index into <see cref="Categories"/>.</summary>
    public static int Category(double score) => score switch { <= 1.5 => 0, <= 3 => 1, <= 4.5 => 2, <= 6 => 3, _ => 4 };
}
