namespace RingFed.Learning.Models.Parameters;

/// <summary>One tensor of a network, and how its first values are drawn.</summary>
/// <param name="Bounds">Entry i, counted row by row, starts uniform in ±Bounds(i); null where all start at <paramref name="Constant"/>.</param>
/// <param name="Constant">First value of every entry, where it is not drawn.</param>
internal sealed record ParameterSpec(string Name, long[] Shape, Func<long, double>? Bounds, float Constant = 0)
{
    public int Count => checked((int)Shape.Aggregate(1L, (product, size) => checked(product * size)));

    /// <summary>The usual bound 1 / sqrt(inputs) of a linear layer (He et al. 2015 with a = sqrt 5).</summary>
    public static ParameterSpec Linear(string name, long inputs, params long[] shape) => new(name, shape, _ => 1 / Math.Sqrt(inputs));

    public static ParameterSpec Filled(string name, float value, params long[] shape) => new(name, shape, null, value);
}
