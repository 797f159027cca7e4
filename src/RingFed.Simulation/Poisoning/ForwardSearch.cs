namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Steps forward from the best factor so far: twice as far while damage grows, from the first failure on 0.8 times as far
/// after each trial. 20 trials, the first at 0, the first step 10. What the reference vectors of the optimised attacks were
/// made by; it never looks back, so it misses small factors (IPM against NNM: all of them), and the bench uses
/// <see cref="GridSearch"/>.
/// </summary>
public sealed class ForwardSearch : IFactorSearch
{
    private const int Trials = 20;
    private const double FirstStep = 10;
    private const double Shrinkage = 0.8;

    public double Strongest(Func<double, double> damageOf)
    {
        (double factor, double damage) = (0, damageOf(0));
        double step = FirstStep;
        bool grows = true;
        for (int trial = 1; trial < Trials; trial++)
        {
            double reached = damageOf(factor + step);
            bool stronger = reached > damage;
            (factor, damage) = stronger ? (factor + step, reached) : (factor, damage);
            grows &= stronger;
            step *= grows ? 2 : Shrinkage;
        }

        return factor;
    }
}
