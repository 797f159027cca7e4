namespace RingFed.Learning.Evaluation.Trees;

/// <summary>Gradient, hessian and number of the rows in a bin, a node or one side of a split.</summary>
internal record struct GradientSum(double Gradient, double Hessian, int Rows)
{
    public static GradientSum operator +(GradientSum a, GradientSum b) =>
        new(a.Gradient + b.Gradient, a.Hessian + b.Hessian, a.Rows + b.Rows);

    public static GradientSum operator -(GradientSum a, GradientSum b) =>
        new(a.Gradient - b.Gradient, a.Hessian - b.Hessian, a.Rows - b.Rows);

    /// <summary>Loss saved by the best constant, up to a factor of two.</summary>
    public readonly double Gain => Gradient * Gradient / (Hessian + BoostingHistogram.HessianFloor);

    /// <summary>The Newton step that minimises the second-order loss.</summary>
    public readonly double Step => -Gradient / (Hessian + BoostingHistogram.HessianFloor);
}
