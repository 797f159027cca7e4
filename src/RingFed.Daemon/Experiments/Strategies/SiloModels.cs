using RingFed.Learning.Encoding;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Experiments.Strategies;

/// <summary>One model a silo under one ring-fitted encoder; sums over a ring in this process.</summary>
internal sealed class SiloModels : IDisposable
{
    private readonly Arm arm;

    private SiloModels(Arm arm, FittedEncoder encoder, IRingModel[] models) => (this.arm, Encoder, Models) = (arm, encoder, models);

    public FittedEncoder Encoder { get; }

    public IReadOnlyList<IRingModel> Models { get; }

    /// <summary>Fits the encoder over the arm's silos, makes the models, and fits what comes before training.</summary>
    public static SiloModels Begin(Arm arm, CancellationToken stop)
    {
        LocalRing ring = RingOf(arm);
        FittedEncoder[] encoders = AllSilos.Run(arm.Silos.Count, (silo, token) => EncoderFit.FitAsync(arm.Silos[silo].Train, ring.For(arm.Silos[silo].Name), token), stop);
        SiloModels models = new(arm, encoders[0], [.. arm.Silos.Select(silo => arm.Make(encoders[0], silo))]);
        try
        {
            models.Fit(FitStage.BeforeTraining, stop);
            return models;
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>Models that hold what silos had agreed on, as they would be used had training ended there.</summary>
    /// <param name="parameters">Agreed ones of such an arm.</param>
    public static ArmResult At(Arm arm, ReadOnlySpan<float> parameters, CancellationToken stop)
    {
        SiloModels models = Begin(arm, stop);
        try
        {
            foreach (IRingModel model in models.Models)
            {
                model.ImportParameters(parameters);
            }

            models.Fit(FitStage.AfterTraining, stop);
            return new ArmResult(models.Kept());
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One model a silo, when all hold the same agreed parameters and totals: one of them serves all and the others are
    /// disposed, unless each is of its own site too.
    /// </summary>
    public IReadOnlyList<IRingModel> Kept()
    {
        if (Models[0] is IPersonalModel { IsPersonal: true })
        {
            return Models;
        }

        foreach (IRingModel other in Models.Skip(1))
        {
            other.Dispose();
        }

        return [.. Models.Select(_ => Models[0])];
    }

    public void Fit(FitStage stage, CancellationToken stop)
    {
        LocalRing ring = RingOf(arm);
        AllSilos.Run(
            Models.Count,
            async (silo, token) =>
            {
                await Models[silo].FitAsync(stage, ring.For(arm.Silos[silo].Name), token);
                return true;
            },
            stop);
    }

    public void Dispose()
    {
        foreach (IRingModel model in Models)
        {
            model.Dispose();
        }
    }

    private static LocalRing RingOf(Arm arm) => new([.. arm.Silos.Select(silo => silo.Name)]);
}
