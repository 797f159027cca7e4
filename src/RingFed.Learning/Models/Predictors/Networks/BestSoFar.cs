namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>The parameters of the lowest loss on patients that only judge, within one call to train.</summary>
/// <param name="loss">At the start; NaN where nobody judges.</param>
internal sealed class BestSoFar(double loss, ReadOnlySpan<float> start)
{
    public bool Exists => !double.IsNaN(Loss);

    public double Loss { get; private set; } = loss;

    /// <summary>Steps of the call when they were held; 0 for the start.</summary>
    public int Step { get; private set; }

    public float[] Values { get; } = double.IsNaN(loss) ? [] : start.ToArray();

    public void Look(double loss, ReadOnlySpan<float> values, int step)
    {
        if (loss < Loss)
        {
            (Loss, Step) = (loss, step);
            values.CopyTo(Values);
        }
    }
}
