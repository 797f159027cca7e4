using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Parameters;

/// <summary>
/// FedProx (Li et al. 2020, arXiv 1812.06127, equation 2): the gradient of mu/2 |w - w0|², w0 being the parameters that a
/// call of training began with. It depends on no record, so it is added after a private estimator has had its say.
/// </summary>
internal sealed class ProximalPull : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly double _mu;
    private readonly int _first;
    private readonly Tensor _anchor;

    /// <summary>Anchors at the parameters as they are now.</summary>
    /// <param name="first">Index of the first one pulled: those before it are not exchanged.</param>
    public ProximalPull(FlatParameters parameters, double mu, int first)
    {
        using DisposeScope scope = NewDisposeScope();
        (_parameters, _mu, _first) = (parameters, mu, first);
        _anchor = Exchanged(parameters.Flat).clone().DetachFromDisposeScope();
    }

    /// <param name="gradient">[parameters.Count], changed in place.</param>
    public void AddTo(Tensor gradient) => Exchanged(gradient).add_(Exchanged(_parameters.Flat), _mu).add_(_anchor, -_mu);

    public void Dispose() => _anchor.Dispose();

    private Tensor Exchanged(Tensor flat) => flat.narrow(0, _first, _parameters.Count - _first);
}
