using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.Hybrid;

/// <summary>Hybrids small enough to train within a test.</summary>
internal static class HybridToy
{
    public const int First = 0, Second = 1, Third = 2, Value = 3;

    public static HybridOptions Small { get; } = new() { UnitSize = 16, BatchSize = 50, LearningRate = 5e-3 };

    /// <summary>A number that follows whether an odd number of three coins shows heads: no column alone, nor two, tells of it.</summary>
    public static Cohort Parity(int rows, long seed)
    {
        CohortSchema schema = new()
        {
            Name = "parity",
            Origin = CohortOrigin.Simulated,
            Columns =
            [
                .. new[] { "first", "second", "third" }.Select(name => new ColumnSchema { Name = name, Kind = ColumnKind.Binary, Categories = ["0", "1"], Maximum = 1 }),
                new ColumnSchema { Name = "value", Kind = ColumnKind.Continuous, Minimum = 0, Maximum = 10, Decimals = 1 },
            ],
        };
        SeededRandom random = new(seed);
        double[][] columns = [.. schema.Columns.Select(_ => new double[rows])];
        for (int row = 0; row < rows; row++)
        {
            int heads = 0;
            foreach (int coin in (int[])[First, Second, Third])
            {
                heads += (int)(columns[coin][row] = random.Index(2));
            }

            columns[Value][row] = Math.Round(random.Uniform(0, 5) + (heads % 2 == 1 ? 5 : 0), 1);
        }

        return new Cohort(schema, columns);
    }

    public static HybridModel Unfitted(Cohort cohort, FittedEncoder encoder, long training = 11, HybridOptions? options = null) =>
        new(new ModelContext(encoder, cohort, new ModelSeeds(7, training), new CountingLedger(), TimeProvider.System), options ?? Small);

    /// <summary>Through the sums before training.</summary>
    public static async Task<HybridModel> BeginAsync(Cohort cohort, long training = 11, HybridOptions? options = null)
    {
        HybridModel model = Unfitted(cohort, EncoderFit.FitLocally(cohort), training, options);
        await model.FitAsync(FitStage.BeforeTraining, new LocalRing(["alone"]).For("alone"), TestContext.Current.CancellationToken);
        return model;
    }

    public static Task ChooseStrengthAsync(this HybridModel model) =>
        model.FitAsync(FitStage.AfterTraining, new LocalRing(["alone"]).For("alone"), TestContext.Current.CancellationToken);

    public static double[][] Columns(Cohort cohort) => [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
}
