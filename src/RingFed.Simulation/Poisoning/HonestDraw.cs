namespace RingFed.Simulation.Poisoning;

/// <summary>
/// Updates of honest silos that share a direction of length about 1 and differ by Gaussian noise of length about 1 each:
/// sampling alone, with as much of it as there is signal.
/// </summary>
internal static class HonestDraw
{
    /// <summary><paramref name="silos"/> updates, each [length] float32.</summary>
    public static float[][] Of(int silos, int length, Dice dice)
    {
        double scale = 1 / Math.Sqrt(length);
        double[] shared = [.. Enumerable.Range(0, length).Select(_ => scale * Normal(dice))];
        return [.. Enumerable.Range(0, silos).Select(_ => shared.Select(value => (float)(value + (scale * Normal(dice)))).ToArray())];
    }

    // Box and Muller; the second of the pair is not worth the state.
    private static double Normal(Dice dice) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(dice))) * Math.Cos(2 * Math.PI * Uniform(dice));

    private static double Uniform(Dice dice) => (dice.Next() >> 11) * (1.0 / (1UL << 53));
}
