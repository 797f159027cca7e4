namespace RingFed.Learning.Models.Ctgan;

/// <summary>Chooses records and conditions for each step, as a function of its number.</summary>
internal interface IConditionedBatches
{
    /// <summary>Records of a critic's step on average.</summary>
    int ExpectedSize { get; }

    /// <summary>Records for the critic, and conditions for as many generated ones.</summary>
    ConditionedRows Draw(long step);
}

/// <param name="Rows">Real records.</param>
/// <param name="Real">The conditions that each of them meets.</param>
/// <param name="Fake">Conditions for as many generated records.</param>
internal sealed record ConditionedRows(long[] Rows, ConditionSet Real, ConditionSet Fake);
