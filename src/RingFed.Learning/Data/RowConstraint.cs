namespace RingFed.Learning.Data;

public enum ComparisonOperator
{
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// <summary>
/// A condition every row keeps: <c>column operator constant</c> or <c>column operator column</c>.
/// A row with a missing operand satisfies it.
/// </summary>
/// <param name="Right">The right-hand column's index, or null when <paramref name="Constant"/> is compared with.</param>
public sealed record RowConstraint(int Left, ComparisonOperator Operator, int? Right, double Constant, string Text)
{
    /// <summary>Whether <paramref name="row"/> of <paramref name="cohort"/> keeps the condition.</summary>
    public bool Holds(Cohort cohort, int row) =>
        Holds(cohort[row, Left], Right is { } right ? cohort[row, right] : Constant);

    /// <summary>Whether a row, given as one value per schema column, keeps the condition.</summary>
    public bool Holds(ReadOnlySpan<double> row) => Holds(row[Left], Right is { } right ? row[right] : Constant);

    private bool Holds(double left, double right) => double.IsNaN(left) || double.IsNaN(right) || Operator switch
    {
        ComparisonOperator.Less => left < right,
        ComparisonOperator.LessOrEqual => left <= right,
        ComparisonOperator.Equal => left == right,
        ComparisonOperator.NotEqual => left != right,
        ComparisonOperator.GreaterOrEqual => left >= right,
        _ => left > right,
    };
}
