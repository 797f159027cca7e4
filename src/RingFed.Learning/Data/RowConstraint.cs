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
public sealed record RowConstraint(int Left, ComparisonOperator Operator, int? Right, double Constant, string Text);
