namespace RingFed.Learning.Evaluation.Trees;

/// <summary>
/// Sums of a set of rows packed into one word, so that a histogram costs one addition a row: bits 0..20 rows,
/// 21..41 bootstrap weight, 42..62 weight of the positive rows.
/// </summary>
internal readonly record struct NodeSum(ulong Packed)
{
    private const int Field = 21;
    private const ulong Mask = RowsMax;

    /// <summary>Rows above this would carry from one field into the next.</summary>
    public const int RowsMax = (1 << Field) - 1;

    public int Rows => (int)(Packed & Mask);

    public double Weight => (Packed >> Field) & Mask;

    public double Positive => Packed >> (2 * Field);

    public double Fraction => Positive / Weight;

    public bool IsPure => Positive == 0 || Positive == Weight;

    public static NodeSum Row(int weight, bool positive) =>
        new(1UL | ((ulong)weight << Field) | (positive ? (ulong)weight << (2 * Field) : 0));

    public static NodeSum operator +(NodeSum a, NodeSum b) => new(a.Packed + b.Packed);

    public static NodeSum operator -(NodeSum a, NodeSum b) => new(a.Packed - b.Packed);

    /// <summary>Weight times (1 - Gini impurity); the split that maximises its sum over both sides has the least impurity.</summary>
    public double Purity
    {
        get
        {
            double negative = Weight - Positive;
            return ((Positive * Positive) + (negative * negative)) / Weight;
        }
    }
}
