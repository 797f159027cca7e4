namespace RingFed.Learning.Data.Csv;

/// <summary>What the first line of a written cohort says about its rows.</summary>
public enum CohortLabel
{
    /// <summary>SIMULATED for a schema of that origin, else no line.</summary>
    FromOrigin,

    /// <summary>Drawn from a generative model that was trained on patients.</summary>
    Synthetic,
}
