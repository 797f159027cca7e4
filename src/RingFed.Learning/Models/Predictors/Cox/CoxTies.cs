namespace RingFed.Learning.Models.Predictors.Cox;

/// <summary>How events at one time share their risk set.</summary>
public enum CoxTies
{
    /// <summary>Efron 1977: the dying leave it one after another, on average. R's default, and ours.</summary>
    Efron,

    /// <summary>Breslow 1974: all of them die beside the whole set.</summary>
    Breslow,
}
