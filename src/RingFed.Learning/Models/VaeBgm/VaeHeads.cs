using RingFed.Learning.Models.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Likelihood of a row given the decoder's outputs: normal scores, categories, and for each endpoint two Weibulls, one for
/// the event and one for censoring. What is missing adds nothing but its token.
/// </summary>
internal sealed class VaeHeads : IDisposable
{
    /// <summary>Log spreads lie in [-3, 1]: scores are standard normal over the ring.</summary>
    private const double LogSpreadMiddle = -1, LogSpreadReach = 2;

    private const double LogShapeReach = 2, LogScaleReach = 6;

    private readonly VaeLayout _layout;

    public VaeHeads(VaeLayout layout)
    {
        _layout = layout;
        Choices = layout.Choices.Count == 0
            ? null
            : new BlockSoftmax([.. layout.Choices.Select(choice => choice.Shares.Length)], [.. layout.Choices.SelectMany(choice => choice.Shares.Select(share => share > 0))]);
    }

    /// <summary>Null for a schema without categories and missing values.</summary>
    public BlockSoftmax? Choices { get; }

    /// <summary>Negative log-likelihood, up to a constant.</summary>
    /// <param name="rows">[batch, layout.Width].</param>
    /// <param name="outputs">[batch, layout.Outputs].</param>
    /// <returns>[batch] float32.</returns>
    public Tensor Loss(Tensor rows, Tensor outputs)
    {
        List<Tensor> terms = [];
        if (_layout.Numbers.Count > 0)
        {
            terms.Add(Numbers(rows, outputs));
        }

        if (Choices is not null)
        {
            Tensor chosen = rows.narrow(1, _layout.ChoicesAt, _layout.Tokens);
            terms.Add(chosen.mul(Choices.LogProbabilities(outputs.narrow(1, _layout.LogitsAt, _layout.Tokens))).sum(1).neg());
        }

        if (_layout.Endpoints.Count > 0)
        {
            terms.Add(Endpoints(rows, outputs));
        }

        return stack(terms).sum([0]);
    }

    /// <summary>Log standard deviations of the scores, from raw outputs.</summary>
    public static Tensor LogSpread(Tensor raw) => VaeNetwork.Bound(raw, LogSpreadReach).add(LogSpreadMiddle);

    /// <summary>Logarithms of shape and scale of a Weibull, from raw outputs.</summary>
    public static (Tensor LogShape, Tensor LogScale) Weibull(Tensor rawShape, Tensor rawScale) =>
        (VaeNetwork.Bound(rawShape, LogShapeReach), VaeNetwork.Bound(rawScale, LogScaleReach));

    /// <summary>What each head draws from: means and standard deviations of the scores, probabilities of the tokens, shapes and scales of the Weibulls.</summary>
    /// <param name="outputs">[batch, layout.Outputs].</param>
    /// <returns>[batch, layout.Outputs].</returns>
    public Tensor Distributions(Tensor outputs)
    {
        int count = 2 * _layout.Endpoints.Count;
        List<Tensor> parts = [outputs.narrow(1, 0, _layout.SpreadsAt), LogSpread(outputs.narrow(1, _layout.SpreadsAt, _layout.Numbers.Count)).exp()];
        if (Choices is not null)
        {
            parts.Add(Choices.LogProbabilities(outputs.narrow(1, _layout.LogitsAt, _layout.Tokens)).exp());
        }

        foreach (int at in (int[])[_layout.HazardsAt, _layout.HazardsAt + count])
        {
            Tensor[] raw = outputs.narrow(1, at, count).split([count / 2, count / 2], 1);
            (Tensor logShape, Tensor logScale) = Weibull(raw[0], raw[1]);
            parts.AddRange([logShape.exp(), logScale.exp()]);
        }

        return cat(parts, 1);
    }

    public void Dispose() => Choices?.Dispose();

    private Tensor Numbers(Tensor rows, Tensor outputs)
    {
        int count = _layout.Numbers.Count;
        Tensor logSpread = LogSpread(outputs.narrow(1, _layout.SpreadsAt, count));
        Tensor off = rows.narrow(1, 0, count).sub(outputs.narrow(1, 0, count)).mul(logSpread.neg().exp());
        return off.square().mul(0.5).add(logSpread).mul(rows.narrow(1, _layout.PresentAt, count)).sum(1);
    }

    /// <summary>
    /// -ln of the density of (t, d): with log hazard h = ln(k / l) + (k - 1) ln(t / l) and cumulative hazard H = (t / l)^k of
    /// event and of censoring, H_event + H_censoring - (d h_event + c h_censoring). A hazard counts only for what ended the
    /// observation, survival always; c is 1 - d but for who was followed to the end, where neither hazard counts.
    /// </summary>
    private Tensor Endpoints(Tensor rows, Tensor outputs)
    {
        int count = _layout.Endpoints.Count;
        Tensor[] raw = outputs.narrow(1, _layout.HazardsAt, 4 * count).split([count, count, count, count], 1);
        Tensor logTau = rows.narrow(1, _layout.TauAt, count).clamp_min(EndpointScale.TauMin).log();
        (Tensor eventHazard, Tensor eventSum) = Hazard(logTau, raw[0], raw[1]);
        (Tensor censoringHazard, Tensor censoringSum) = Hazard(logTau, raw[2], raw[3]);
        Tensor ended = rows.narrow(1, _layout.EventsAt, count);
        Tensor censored = rows.narrow(1, _layout.CensoredAt, count);
        Tensor hazard = ended.mul(eventHazard).add(censored.mul(censoringHazard));
        return eventSum.add(censoringSum).sub(hazard).mul(rows.narrow(1, _layout.ObservedAt, count)).sum(1);
    }

    private static (Tensor LogHazard, Tensor Cumulative) Hazard(Tensor logTau, Tensor rawShape, Tensor rawScale)
    {
        (Tensor logShape, Tensor logScale) = Weibull(rawShape, rawScale);
        Tensor shape = logShape.exp();
        Tensor relative = logTau.sub(logScale);
        return (logShape.sub(logScale).add(shape.sub(1).mul(relative)), shape.mul(relative).clamp(max: 30).exp());
    }
}
