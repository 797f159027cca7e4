using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.Predictors;

/// <summary>Silos in one process that fit a model by sums; the encoder is that of all of them together.</summary>
internal static class PredictorRing
{
    public static ModelContext Context(Cohort cohort, FittedEncoder encoder, long weights = 7, long training = 11) =>
        new(encoder, cohort, new ModelSeeds(weights, training), new CountingLedger(), TimeProvider.System);

    /// <summary>One fitted model a silo.</summary>
    public static async Task<T[]> FitAsync<T>(IReadOnlyList<Cohort> silos, Func<ModelContext, T> make)
        where T : IRingModel
    {
        FittedEncoder encoder = EncoderFit.FitLocally(silos);
        string[] names = [.. silos.Select((_, i) => $"silo-{i}")];
        LocalRing ring = new(names);
        T[] models = [.. silos.Select(silo => make(Context(silo, encoder)))];
        await Task.WhenAll(models.Select((model, i) => model.FitAsync(FitStage.BeforeTraining, ring.For(names[i]), TestContext.Current.CancellationToken)));
        return models;
    }

    /// <summary>Rows dealt out in turn.</summary>
    public static Cohort[] Deal(Cohort cohort, int silos) =>
        [.. Enumerable.Range(0, silos).Select(silo => cohort.Take([.. Enumerable.Range(0, cohort.Count).Where(row => row % silos == silo)]))];
}
