using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using static RingFed.Learning.Data.Schemas.NewColumn;

namespace RingFed.Learning.Tests.Models.Predictors;

/// <summary>Patients whose hazard rises with bend² and, half as fast, with slope; one in four is censored. Missing values and a rare word.</summary>
internal static class SurvivalToy
{
    public static CohortSchema Schema { get; } = new()
    {
        Name = "toy-survival",
        Origin = CohortOrigin.Simulated,
        Columns = [Number("bend", "", -3, 3, 2, missing: true), Number("slope", "", -3, 3, 2), Word("word", ["a", "b", "never"], missing: true), Number("years", "", .001, 60, 3, missing: true), Flag("died", missing: true)],
        Endpoints = [new EndpointSchema("os", 3, 4)],
    };

    public static Cohort Draw(int rows, long seed)
    {
        SeededRandom random = new(seed);
        double[][] columns = [.. Schema.Columns.Select(_ => new double[rows])];
        for (int row = 0; row < rows; row++)
        {
            (double bend, double slope) = (random.Uniform(-2, 2), random.Uniform(-2, 2));
            double death = random.Exponential() * 4 / ExactMath.Exp((1.5 * bend * bend) + (.75 * slope) - 2);
            double censoring = random.Exponential() * 16;
            columns[0][row] = random.Bernoulli(.05) ? double.NaN : bend;
            columns[1][row] = slope;
            columns[2][row] = random.Bernoulli(.1) ? double.NaN : random.Index(2);
            columns[3][row] = Math.Clamp(Math.Min(death, censoring), .001, 60);
            columns[4][row] = death <= censoring ? 1 : 0;
        }

        return new Cohort(Schema, columns);
    }
}
