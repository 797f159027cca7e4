namespace RingFed.Learning.Evaluation.Trees;

/// <summary>What both tree learners ask of their input.</summary>
internal static class TrainingShape
{
    /// <exception cref="ArgumentException">No rows, no columns, labels of another length, or too many rows.</exception>
    public static void Require(FeatureMatrix features, bool[] labels, int rowsMax)
    {
        if (features.Rows == 0 || features.Columns == 0)
        {
            throw new ArgumentException("A classifier needs at least one row and one column.", nameof(features));
        }

        if (features.Rows != labels.Length)
        {
            throw new ArgumentException($"{features.Rows} rows came with {labels.Length} labels.", nameof(labels));
        }

        if (features.Rows > rowsMax)
        {
            throw new ArgumentException($"{features.Rows} rows are more than the {rowsMax} this classifier holds; take a sample.", nameof(features));
        }
    }
}
