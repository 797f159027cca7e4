using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>Between a column's own unit and the scale its histogram is taken on.</summary>
public static class ColumnScale
{
    /// <summary>The transformed value; NaN stays NaN.</summary>
    public static double Forward(ColumnTransform transform, double value) => transform switch
    {
        ColumnTransform.Log => ExactMath.Log(value),
        ColumnTransform.Log1p => ExactMath.Log1p(value),
        _ => value,
    };

    /// <summary>The value in the column's own unit; NaN stays NaN.</summary>
    public static double Inverse(ColumnTransform transform, double value) => transform switch
    {
        ColumnTransform.Log => ExactMath.Exp(value),
        ColumnTransform.Log1p => ExactMath.Exp(value) - 1,
        _ => value,
    };
}
