using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Privacy;
using RingFed.Learning.Tests.Encoding;

namespace RingFed.Learning.Tests.Models.Ctgan;

/// <summary>A CTGAN small enough to train within a test.</summary>
internal static class CtganToy
{
    public static CtganOptions Small { get; } = new() { LatentSize = 16, GeneratorSize = 32, CriticSize = 32, Pac = 5, BatchSize = 50 };

    public static ModelContext Context(Cohort cohort, long training = 11, ILedger? ledger = null) =>
        new(TableToy.Fit(cohort), cohort, new ModelSeeds(Weights: 7, training), ledger ?? new CountingLedger(), TimeProvider.System);

    public static CtganModel Model(Cohort cohort, CtganOptions? options = null, long training = 11) => new(Context(cohort, training), options ?? Small);

    public static float[] Export(IGenerativeModel model)
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }

    public static TrainingReport Train(this IGenerativeModel model, int steps) => model.Train(new TrainingBudget(steps), CancellationToken.None);

    public static Cohort Sample(this IGenerativeModel model, int rows, params SampleCondition[] conditions) =>
        model.Sample(new SampleRequest(rows, Seed: 5, conditions), CancellationToken.None);
}

internal sealed class CountingLedger : ILedger
{
    public List<LedgerEntry> Entries { get; } = [];

    public double EpsilonSpent => Entries.Sum(entry => entry.Epsilon);

    public void Reserve(LedgerEntry entry) => Entries.Add(entry);
}
