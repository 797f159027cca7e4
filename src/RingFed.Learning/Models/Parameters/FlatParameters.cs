using System.Runtime.InteropServices;
using RingFed.Learning.Data.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Parameters;

/// <summary>
/// A network's parameters in one contiguous vector, with a view per tensor for the forward pass. Export, import and the
/// optimiser touch the vector; nothing is gathered or scattered by name.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    private readonly Tensor[] _views;

    public FlatParameters(IReadOnlyList<ParameterSpec> specs)
    {
        Specs = specs;
        Count = checked(specs.Sum(spec => spec.Count));
        Flat = zeros(Count).DetachFromDisposeScope();
        _views = new Tensor[specs.Count];
        using DisposeScope scope = NewDisposeScope();
        int offset = 0;
        for (int i = 0; i < specs.Count; i++)
        {
            _views[i] = Flat.narrow(0, offset, specs[i].Count).view(specs[i].Shape).detach().requires_grad_().DetachFromDisposeScope();
            offset += specs[i].Count;
        }
    }

    public IReadOnlyList<ParameterSpec> Specs { get; }

    /// <summary>[Count] float32; changing it in place changes the views.</summary>
    public Tensor Flat { get; }

    public int Count { get; }

    /// <summary>The views, in the order of <see cref="Specs"/>; leaves of the autograd graph.</summary>
    public IList<Tensor> Leaves => _views;

    public Tensor this[int index] => _views[index];

    /// <summary>The vector's own memory.</summary>
    public Span<float> Values => MemoryMarshal.Cast<byte, float>(Flat.bytes);

    /// <summary>Whether every value is a number.</summary>
    public bool IsFinite => Finite.All(Values);

    /// <summary>
    /// Draws first values with additions, multiplications and square roots alone, all of them exact under IEEE 754, so
    /// that every silo holds the same bits whatever its processor.
    /// </summary>
    public void Initialise(SeededRandom random)
    {
        Span<float> values = Values;
        foreach (ParameterSpec spec in Specs)
        {
            Fill(spec, values[..spec.Count], random);
            values = values[spec.Count..];
        }
    }

    public void Dispose()
    {
        foreach (Tensor view in _views)
        {
            view.Dispose();
        }

        Flat.Dispose();
    }

    private static void Fill(ParameterSpec spec, Span<float> values, SeededRandom random)
    {
        if (spec.Bounds is null)
        {
            values.Fill(spec.Constant);
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(((2 * random.Uniform()) - 1) * spec.Bounds(i));
        }
    }
}
