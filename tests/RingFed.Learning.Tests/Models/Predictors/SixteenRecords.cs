using RingFed.Learning.Data;
using static RingFed.Learning.Data.Schemas.NewColumn;

namespace RingFed.Learning.Tests.Models.Predictors;

/// <summary>Made-up records with ties among events and between event and censoring, as given to R and scikit-learn.</summary>
internal static class SixteenRecords
{
    public static readonly double[] X1 = [.5, -1.2, .3, -.7, 1.5, .1, -.9, 2.0, .4, -.2, .8, -.5, -.1, 1.1, -1.4, 1.3];
    public static readonly double[] X2 = [1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1];
    public static readonly double[] Times = [5, 8, 8, 12, 3, 9, 14, 2, 7, 11, 6, 8, 10, 4, 13, 1];
    public static readonly double[] Events = [1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1];

    public static CohortSchema Schema { get; } = new()
    {
        Name = "sixteen",
        Origin = CohortOrigin.Simulated,
        Columns = [Number("x1", "", -4, 4, 1, missing: true), Number("x2", "", 0, 1, 1), Flag("sick", missing: true), Number("years", "", .5, 20, 1, missing: true), Flag("died", missing: true)],
        Endpoints = [new EndpointSchema("os", 3, 4)],
    };

    /// <summary><c>sick</c> is the event flag once more, a label for logistic regression.</summary>
    public static Cohort Cohort { get; } = With();

    public static Cohort With(double[]? x1 = null, double[]? x2 = null, double[]? sick = null, double[]? times = null, double[]? events = null) =>
        new(Schema, [x1 ?? X1, x2 ?? X2, sick ?? Events, times ?? Times, events ?? Events]);
}
