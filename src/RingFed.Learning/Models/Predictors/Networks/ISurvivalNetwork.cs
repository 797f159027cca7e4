using RingFed.Learning.Models.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Predictors.Networks;

/// <summary>A network that learns from survival times.</summary>
internal interface ISurvivalNetwork : IDisposable
{
    FlatParameters Parameters { get; }

    /// <param name="batch">Rows of <paramref name="patients"/>, ascending, so that their times descend.</param>
    /// <param name="noise">Of dropout and latent draws; null for none of either.</param>
    /// <returns>[batch] float32; the loss is their mean.</returns>
    Tensor Losses(SurvivalTensors patients, long[] batch, Generator? noise);

    /// <param name="inputs">Standardised covariates, [rows, covariates].</param>
    /// <returns>[rows], higher for an earlier event.</returns>
    Tensor Risks(Tensor inputs);
}
