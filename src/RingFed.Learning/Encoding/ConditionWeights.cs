namespace RingFed.Learning.Encoding;

/// <summary>How often the tokens of a conditioned column come in training.</summary>
public enum ConditionWeights
{
    /// <summary>As often as in the ring's records: training and drawing see the same conditions.</summary>
    Frequency,

    /// <summary>In proportion to log(frequency + 1) (Xu et al. 2019, section 4.3).</summary>
    LogFrequency,
}
