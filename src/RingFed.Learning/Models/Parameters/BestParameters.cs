namespace RingFed.Learning.Models.Parameters;

/// <summary>The parameters with the lowest loss offered so far, and when to give up.</summary>
/// <param name="patience">Offers without a better one before it is exhausted; 0 for never.</param>
internal sealed class BestParameters(FlatParameters parameters, int patience)
{
    private float[]? _best;
    private int _failures;

    public bool IsExhausted => patience > 0 && _failures >= patience;

    /// <summary>Steps that led to the best; 0 without an offer.</summary>
    public int Step { get; private set; }

    public bool Exists => _best is not null;

    /// <summary>Of the best; infinite without an offer.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <param name="loss">Of the parameters as they are now; NaN is never the best.</param>
    /// <param name="step">Steps that led to them.</param>
    public void Offer(double loss, int step)
    {
        if (!(loss < Loss))
        {
            _failures++;
            return;
        }

        (Loss, _failures, Step) = (loss, 0, step);
        _best ??= new float[parameters.Count];
        parameters.Values.CopyTo(_best);
    }

    /// <summary>Puts the best back; without an offer everything stays.</summary>
    public void Restore() => _best?.CopyTo(parameters.Values);
}
