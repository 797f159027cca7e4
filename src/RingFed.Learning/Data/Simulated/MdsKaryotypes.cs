namespace RingFed.Learning.Data.Simulated;

/// <summary>A karyotype class and the softmax it is drawn from.</summary>
/// <param name="Prior">Share before effects; the priors sum to 1.</param>
/// <param name="Risk">IPSS-R cytogenetic class: 0 very good .. 4 very poor.</param>
/// <param name="Men">Log-weight added in men; minus infinity where the class needs none.</param>
/// <param name="Women">Log-weight added in women.</param>
/// <param name="Therapy">Log-weight added after cytotoxic therapy.</param>
public sealed record MdsKaryotype(string Name, double Prior, int Risk, double Men = 0, double Women = 0, double Therapy = 0);

/// <summary>Karyotype classes of the simulated cohort, in the order of the schema's vocabulary.</summary>
public static class MdsKaryotypes
{
    public static IReadOnlyList<MdsKaryotype> All { get; } =
    [
        new("normal", 0.53, 1),
        new("del5q", 0.06, 1, Men: -0.5, Women: 0.4),
        new("minusY", 0.03, 0, Women: double.NegativeInfinity),
        new("del20q", 0.03, 1),
        new("plus8", 0.05, 2),
        new("del11q", 0.01, 0),
        new("del12p", 0.01, 1),
        new("del7q", 0.01, 2),
        new("minus7", 0.02, 3, Therapy: 1.1),
        new("i17q", 0.005, 2),
        new("inv3", 0.005, 3),
        new("plus19", 0.005, 2),
        new("other", 0.07, 2),
        new("double5q", 0.02, 1),
        new("double", 0.03, 2),
        new("double7", 0.01, 3),
        new("complex3", 0.025, 3),
        new("complex4", 0.08, 4, Therapy: 1.1),
    ];
}
