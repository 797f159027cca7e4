namespace RingFed.Learning.Privacy;

/// <summary>What a statistic could reveal and what it was for, as booked before it was taken; fields as in <see cref="Encoding.StatisticQuery"/>.</summary>
/// <param name="SensitivityL1">Largest L1 change of the answer, before it is scaled to whole numbers, when one record is added or removed; finite, &gt;= 0.</param>
/// <param name="SensitivityL2">Largest L2 change of the answer, before it is scaled to whole numbers, when one record is added or removed; finite, &gt;= 0.</param>
/// <param name="Bound">Largest absolute value of an entry; &gt;= 0.</param>
/// <param name="MinimumCount">k: cells of the total below it are merged or dropped; &gt;= 0.</param>
/// <param name="Purpose">Sentence for the audit log; not empty.</param>
public sealed record StatisticTerms(double SensitivityL1, double SensitivityL2, long Bound, int MinimumCount, string Purpose)
{
    internal bool IsValid =>
        double.IsFinite(SensitivityL1) && SensitivityL1 >= 0
        && double.IsFinite(SensitivityL2) && SensitivityL2 >= 0
        && Bound >= 0 && MinimumCount >= 0 && !string.IsNullOrWhiteSpace(Purpose);
}
