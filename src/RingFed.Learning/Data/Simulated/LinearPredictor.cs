namespace RingFed.Learning.Data.Simulated;

/// <summary>A sum of trait x coefficient.</summary>
internal sealed class LinearPredictor(params (string Trait, double Coefficient)[] terms)
{
    public IReadOnlyList<(string Trait, double Coefficient)> Terms => terms;

    public double Of(MdsTraits traits)
    {
        double sum = 0;
        foreach ((string trait, double coefficient) in terms)
        {
            sum += coefficient * traits[trait];
        }

        return sum;
    }
}
