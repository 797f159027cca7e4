using RingFed.Learning.Data;
using RingFed.Learning.Models;
using RingFed.Learning.Models.VaeBgm;
using RingFed.Learning.Privacy;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.VaeBgm;

/// <summary>A VAE-BGM small enough to train within a test, on the cohort that CTGAN's tests use.</summary>
internal static class VaeToy
{
    public static VaeBgmOptions Small { get; } = new() { LatentSize = 4, HiddenSize = 32, BatchSize = 50, LearningRate = 3e-3, Components = 6, MixtureIterations = 10 };

    public static VaeBgmModel Model(Cohort cohort, VaeBgmOptions? options = null, long training = 11, ILedger? ledger = null) =>
        new(CtganToy.Context(cohort, training, ledger), options ?? Small);

    public static VaeLayout Layout(Cohort cohort) => new(new RingFed.Learning.Encoding.TableLayout(CtganToy.Context(cohort).Encoder));

    public static double[][] Columns(Cohort cohort) => [.. Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort.Column(column).ToArray())];
}
