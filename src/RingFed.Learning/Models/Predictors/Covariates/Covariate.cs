using RingFed.Learning.Data;

namespace RingFed.Learning.Models.Predictors.Covariates;

/// <summary>What a covariate says of its column.</summary>
internal enum CovariateKind
{
    /// <summary>The column's number on its transformed scale.</summary>
    Number,

    /// <summary>1 where the column has one category, 0 where it has another.</summary>
    Category,

    /// <summary>1 where the column has no value.</summary>
    Missing,
}

/// <summary>One standardised input of a predictor: (raw - mean) / deviation over the ring.</summary>
/// <param name="Name">The column's, with <c>=category</c> or <c> missing</c> behind it.</param>
/// <param name="Category">Index into the column's vocabulary; 0 for other kinds.</param>
/// <param name="Minimum">Least raw value; lower ones are read as it.</param>
/// <param name="Maximum">Largest raw value; higher ones are read as it.</param>
/// <param name="Mean">Over the ring.</param>
/// <param name="Deviation">Over the ring, &gt; 0.</param>
internal sealed record Covariate(
    string Name, int Column, CovariateKind Kind, int Category, ColumnTransform Transform,
    double Minimum, double Maximum, double Mean, double Deviation)
{
    /// <summary>Largest size a standardised value can have.</summary>
    public double Reach => Math.Max(Math.Abs(Minimum - Mean), Math.Abs(Maximum - Mean)) / Deviation;

    /// <summary>NaN where the column has no value.</summary>
    public double Raw(double value) => Kind switch
    {
        CovariateKind.Missing => double.IsNaN(value) ? 1 : 0,
        _ when double.IsNaN(value) => value,
        CovariateKind.Category => value == Category ? 1 : 0,
        _ => Math.Clamp(Encoding.ColumnScale.Forward(Transform, value), Minimum, Maximum),
    };

    /// <summary>A missing value is the mean, 0.</summary>
    public double Standard(double value)
    {
        double raw = Raw(value);
        return double.IsNaN(raw) ? 0 : (raw - Mean) / Deviation;
    }
}
