using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Parameters;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with L2 weight decay added to the gradient, over one flat vector: a handful of
/// passes a step whatever the number of tensors, and moments that are two vectors in a checkpoint.
/// </summary>
internal sealed class FlatAdam : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly FlatParameters _parameters;
    private readonly double _rate;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;
    private readonly Tensor _first;
    private readonly Tensor _second;
    private ProximalPull? _pull;

    public FlatAdam(FlatParameters parameters, double rate, double beta1, double beta2, double weightDecay)
    {
        (_parameters, _rate, _beta1, _beta2, _weightDecay) = (parameters, rate, beta1, beta2, weightDecay);
        _first = zeros(parameters.Count).DetachFromDisposeScope();
        _second = zeros(parameters.Count).DetachFromDisposeScope();
    }

    /// <summary>Steps taken; decides the bias correction.</summary>
    public long Steps { get; set; }

    /// <summary>Moving mean of the gradient, the tensor's own memory.</summary>
    public Span<float> First => MemoryMarshal.Cast<byte, float>(_first.bytes);

    /// <summary>Moving mean of the squared gradient, the tensor's own memory.</summary>
    public Span<float> Second => MemoryMarshal.Cast<byte, float>(_second.bytes);

    /// <summary>Whether every moment is a number.</summary>
    public bool IsFinite => Finite.All(First) && Finite.All(Second);

    /// <summary>
    /// Until the result is disposed each step is also pulled towards the parameters as they are now
    /// (<see cref="TrainingBudget.Proximal"/>).
    /// </summary>
    /// <param name="mu">0 for no pull.</param>
    /// <param name="first">Index of the first parameter pulled; those before it are not exchanged.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mu"/> is negative or no number.</exception>
    public IDisposable Pull(double mu, int first = 0)
    {
        if (!(mu >= 0 && double.IsFinite(mu)))
        {
            throw new ArgumentOutOfRangeException(nameof(mu), mu, "The proximal pull is 0 or more.");
        }

        _pull = mu > 0 ? new ProximalPull(_parameters, mu, first) : null;
        return new Release(this);
    }

    /// <param name="gradients">One per parameter, in order.</param>
    public void Step(IList<Tensor> gradients)
    {
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor gradient = cat([.. gradients.Select(each => each.reshape(-1))]);
        if (_weightDecay > 0)
        {
            gradient.add_(_parameters.Flat, _weightDecay);
        }

        _pull?.AddTo(gradient);
        Steps++;
        _first.mul_(_beta1).add_(gradient, 1 - _beta1);
        _second.mul_(_beta2).addcmul_(gradient, gradient, 1 - _beta2);
        Tensor scale = _second.sqrt().div_(Math.Sqrt(1 - Math.Pow(_beta2, Steps))).add_(Epsilon);
        _parameters.Flat.addcdiv_(_first, scale, -_rate / (1 - Math.Pow(_beta1, Steps)));
    }

    public void Dispose()
    {
        _pull?.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    private sealed class Release(FlatAdam adam) : IDisposable
    {
        public void Dispose()
        {
            adam._pull?.Dispose();
            adam._pull = null;
        }
    }
}
