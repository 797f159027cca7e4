using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// What of the model the ring exchanges: all parameters where the encoder is shared; the decoder alone where it is
/// personal, and behind it, where encoders are aligned, the codes that this silo's encoder gives the anchors, so that the
/// rule which merges decoders makes the codes that all are drawn to: their mean over the silos where the rule is a mean
/// and all silos took equally many steps, as they do unless a time limit stops one. Until someone has trained they are 0,
/// which is the same bits everywhere and draws nobody. Codes count among what screening and rules measure lengths of; they are
/// divided by the root of their number, so that together they are as long as one code's root mean square, whatever the number
/// of anchors.
/// </summary>
internal sealed class VaeExchange
{
    private readonly FlatParameters _parameters;

    public VaeExchange(VaeNetwork network, VaeBgmOptions options, string? mechanism)
    {
        _parameters = network.Parameters;
        First = options.Encoder == VaeEncoder.Personal ? network.EncoderCount : 0;
        Codes = options.Alignment == VaeAlignment.Anchors ? new float[options.Anchors * options.LatentSize] : [];
        int skipped = 0;
        List<ParameterInfo> layout = [];
        foreach (ParameterSpec spec in _parameters.Specs)
        {
            if (skipped >= First)
            {
                layout.Add(new ParameterInfo(spec.Name, spec.Shape, spec.Name.Split('.')[0], TrainedOn.Records, mechanism));
            }

            skipped += spec.Count;
        }

        if (Codes.Length > 0)
        {
            layout.Add(new ParameterInfo("encoder.anchors", [options.Anchors, options.LatentSize], "encoder", TrainedOn.Records, mechanism));
        }

        Layout = new ModelLayout(VaeBgmModel.Name, layout);
    }

    public ModelLayout Layout { get; }

    /// <summary>Index of the first exchanged parameter; those before it are this silo's own.</summary>
    public int First { get; }

    /// <summary>[anchors, latent] as exchanged, each divided by the root of their number, as last trained or imported; empty where encoders are not aligned.</summary>
    public float[] Codes { get; }

    private float Root => MathF.Sqrt(Codes.Length);

    /// <summary>The codes to be drawn to; empty before anybody has trained, and where encoders are not aligned.</summary>
    public float[] Target() => Codes.AsSpan().ContainsAnyExcept(0f) ? [.. Codes.Select(code => code * Root)] : [];

    /// <param name="codes">[anchors, latent] of this silo's encoder.</param>
    public void Keep(double[] codes) => codes.Select(code => (float)code / Root).ToArray().CopyTo(Codes, 0);

    /// <exception cref="ArgumentException">The destination has another length than the layout.</exception>
    public void Export(Span<float> destination)
    {
        RequireLength(destination.Length);
        Span<float> shared = _parameters.Values[First..];
        shared.CopyTo(destination);
        Codes.CopyTo(destination[shared.Length..]);
    }

    /// <returns>Whether parameters changed.</returns>
    /// <exception cref="ArgumentException">The source has another length than the layout.</exception>
    public bool Import(ReadOnlySpan<float> source)
    {
        RequireLength(source.Length);
        Span<float> shared = _parameters.Values[First..];
        source[shared.Length..].CopyTo(Codes);
        bool changed = !source[..shared.Length].SequenceEqual(shared);
        source[..shared.Length].CopyTo(shared);
        return changed;
    }

    private void RequireLength(int length)
    {
        if (length != Layout.Count)
        {
            throw new ArgumentException($"vae-bgm: {length} values were given for a layout of {Layout.Count}.");
        }
    }
}
