namespace RingFed.Learning.Models.Predictors.Newton;

/// <summary>A concave function at one place: its value, its gradient, and the negative of its second derivative.</summary>
/// <param name="Gradient">[p].</param>
/// <param name="Information">Lower triangle row by row, [p (p + 1) / 2]: entry (i, j), j &lt;= i, stands at i (i + 1) / 2 + j.</param>
internal sealed record NewtonPoint(double Value, double[] Gradient, double[] Information)
{
    /// <summary>How many numbers a point of <paramref name="size"/> variables holds.</summary>
    public static int Length(int size) => 1 + size + TriangleLength(size);

    public static int TriangleLength(int size) => size * (size + 1) / 2;

    /// <summary>Value, gradient, information one after another, as a silo adds them to a sum.</summary>
    public double[] ToNumbers() => [Value, .. Gradient, .. Information];

    public static NewtonPoint FromNumbers(double[] numbers, int size) =>
        new(numbers[0], numbers[1..(1 + size)], numbers[(1 + size)..]);

    /// <summary>Less ridge/2 ‖x‖² over the variables that <paramref name="ridges"/> names a strength for.</summary>
    public NewtonPoint Penalised(double[] at, double[] ridges)
    {
        double value = Value;
        double[] gradient = [.. Gradient];
        double[] information = [.. Information];
        for (int i = 0; i < at.Length; i++)
        {
            value -= ridges[i] / 2 * at[i] * at[i];
            gradient[i] -= ridges[i] * at[i];
            information[TriangleLength(i) + i] += ridges[i];
        }

        return new NewtonPoint(value, gradient, information);
    }
}
