using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// What turns the generator's raw output into rows: tanh for scalars, Gumbel-softmax for each block of tokens (Xu et al.
/// 2019, section 4.4), all blocks at once.
/// </summary>
internal sealed class CtganActivation : IDisposable
{
    /// <summary>Keeps the noise finite where the generator gives exactly 0: a block of one token would become NaN.</summary>
    private const double SmallestUniform = 1e-20;

    private readonly TableLayout _layout;
    private readonly double _temperature;
    private readonly BlockSoftmax _blocks;
    private readonly BlockSoftmax? _conditions;

    public CtganActivation(TableLayout layout, double temperature)
    {
        (_layout, _temperature) = (layout, temperature);
        TableBlock[] blocks = [.. layout.Blocks.OrderBy(block => block.TokenStart)];
        _blocks = Softmax(blocks);
        _conditions = layout.ConditionTokens > 0 ? Softmax([.. blocks.Where(block => block.IsDiscrete)]) : null;
    }

    /// <param name="raw">[batch, layout.Width] as the generator gives it.</param>
    /// <returns>[batch, layout.Width]: scalars in (-1, 1), soft one-hot tokens.</returns>
    public Tensor Apply(Tensor raw, Generator noise) =>
        cat([raw.narrow(1, 0, _layout.Scalars).tanh(), _blocks.Probabilities(Perturb(raw, noise).mul(1 / _temperature))], 1);

    /// <summary>
    /// For rows that are only decoded: as <see cref="Apply"/>, but tokens stay logits plus Gumbel noise. The strongest of a
    /// block is the same, and it is a draw from the block's softmax.
    /// </summary>
    public Tensor Draw(Tensor raw, Generator noise) => cat([raw.narrow(1, 0, _layout.Scalars).tanh(), Perturb(raw, noise)], 1);

    /// <summary>Cross-entropy between the conditions and the conditioned blocks, added up (Xu et al. 2019, section 4.3).</summary>
    /// <param name="condition">[batch, layout.ConditionTokens], 1 for each token asked for.</param>
    /// <returns>[batch] float32, &gt;= 0; 0 without conditions.</returns>
    public Tensor ConditionLoss(Tensor raw, Tensor condition) => _conditions is null
        ? zeros(raw.shape[0])
        : _conditions.LogProbabilities(raw.narrow(1, _layout.Scalars, _layout.ConditionTokens)).mul(condition).sum(1).neg();

    public void Dispose()
    {
        _blocks.Dispose();
        _conditions?.Dispose();
    }

    /// <summary>Logits of all tokens plus Gumbel noise; tokens without support out of reach.</summary>
    private Tensor Perturb(Tensor raw, Generator noise)
    {
        Tensor logits = raw.narrow(1, _layout.Scalars, _layout.Tokens);
        Tensor minusGumbel = rand(logits.shape, generator: noise).add_(SmallestUniform).log_().neg_().log_().sub_(_blocks.Support);
        return logits.sub(minusGumbel);
    }

    private BlockSoftmax Softmax(TableBlock[] blocks) => new(
        [.. blocks.Select(block => block.TokenCount)],
        [.. _layout.TokenShares.Take(blocks.Sum(block => block.TokenCount)).Select(share => share > 0)]);
}
