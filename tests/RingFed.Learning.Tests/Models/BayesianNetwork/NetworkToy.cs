using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork;

/// <summary>Networks fitted in one process.</summary>
internal static class NetworkToy
{
    public static IReadOnlyList<Cohort> ThreeSilos(int patients) =>
        MdsSimulator.Draw(new MdsSimulationOptions { Patients = patients, Silos = 3, Seed = 6 });

    /// <summary>One model a cohort, over the encoder of all and fitted together over a ring.</summary>
    public static async Task<IReadOnlyList<BayesianNetworkModel>> FitAsync(IReadOnlyList<Cohort> silos, BayesianNetworkOptions? options = null)
    {
        FittedEncoder encoder = EncoderFit.FitLocally(silos);
        string[] names = [.. silos.Select((_, silo) => $"silo-{silo}")];
        LocalRing ring = new(names);
        BayesianNetworkModel[] models = [.. silos.Select(silo => Unfitted(silo, encoder, options))];
        await Task.WhenAll(models.Zip(names, (model, name) => model.FitAsync(FitStage.BeforeTraining, ring.For(name), CancellationToken.None)));
        return models;
    }

    public static async Task<BayesianNetworkModel> FitAsync(Cohort pooled, BayesianNetworkOptions? options = null) => (await FitAsync([pooled], options))[0];

    public static BayesianNetworkModel Unfitted(Cohort cohort, FittedEncoder encoder, BayesianNetworkOptions? options = null) =>
        new(new ModelContext(encoder, cohort, new ModelSeeds(1, 2), new CountingLedger(), TimeProvider.System), options ?? new BayesianNetworkOptions());

    public static byte[] Saved(this IRingModel model)
    {
        string path = Path.GetTempFileName();
        try
        {
            model.SaveCheckpoint(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Share of rows, of those that <paramref name="among"/> names, that <paramref name="holds"/>.</summary>
    public static double Share(this Cohort cohort, Func<int, bool> holds, Func<int, bool>? among = null)
    {
        int[] rows = [.. Enumerable.Range(0, cohort.Count).Where(among ?? (_ => true))];
        return rows.Count(holds) / (double)rows.Length;
    }
}
