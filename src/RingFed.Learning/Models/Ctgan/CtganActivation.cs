using RingFed.Learning.Encoding;
using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// What turns the generator's raw output into rows: tanh for scalars, Gumbel-softmax for each block of tokens (Xu et al.
/// 2019, section 4.4), all blocks at once. The softmax divides by block sums taken with a [tokens, blocks] matrix; the
/// block maxima that keep it finite come from a padded gather and carry no gradient, since they cancel.
/// </summary>
internal sealed class CtganActivation : IDisposable
{
    /// <summary>Added to the logit of a token that the ring never saw: it is then never drawn.</summary>
    private const float Excluded = -1e9f;

    /// <summary>Keeps the noise finite where the generator gives exactly 0: a block of one token would become NaN.</summary>
    private const double SmallestUniform = 1e-20;

    private readonly TableLayout _layout;
    private readonly double _temperature;
    private readonly long _blocks;
    private readonly long _widest;
    private readonly Tensor _member;
    private readonly Tensor _blockOfToken;
    private readonly Tensor _padded;
    private readonly Tensor _support;
    private readonly Tensor _otherBlocks;

    public CtganActivation(TableLayout layout, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        (_layout, _temperature) = (layout, temperature);
        TableBlock[] blocks = [.. layout.Blocks.OrderBy(block => block.TokenStart)];
        (_blocks, _widest) = (blocks.Length, blocks.Max(block => block.TokenCount));

        long[] blockOfToken = [.. blocks.SelectMany((block, index) => Enumerable.Repeat((long)index, block.TokenCount))];
        _blockOfToken = Keep(tensor(blockOfToken));
        _padded = Keep(tensor(blocks.SelectMany(PadByRepetition).ToArray()));
        _member = Keep(tensor(OneHot(blockOfToken, blocks.Length)).view(layout.Tokens, blocks.Length));
        float[] support = [.. layout.TokenShares.Select(share => share > 0 ? 0 : Excluded)];
        _support = Keep(tensor(support));
        _otherBlocks = Keep(tensor(ExcludeOtherBlocks(blockOfToken, layout.ConditionTokens, support)).view(layout.ConditionTokens, layout.ConditionTokens));
    }

    /// <param name="raw">[batch, layout.Width] as the generator gives it.</param>
    /// <returns>[batch, layout.Width]: scalars in (-1, 1), soft one-hot tokens.</returns>
    public Tensor Apply(Tensor raw, Generator noise)
    {
        Tensor scaled = Perturb(raw, noise).mul(1 / _temperature);
        Tensor weights = scaled.sub(BlockMaxima(scaled)).exp();
        Tensor tokens = weights.div(weights.mm(_member).mm(_member.t()));
        return cat([raw.narrow(1, 0, _layout.Scalars).tanh(), tokens], 1);
    }

    /// <summary>
    /// For rows that are only decoded: as <see cref="Apply"/>, but tokens stay logits plus Gumbel noise. The strongest of a
    /// block is the same, and it is a draw from the block's softmax.
    /// </summary>
    public Tensor Draw(Tensor raw, Generator noise) => cat([raw.narrow(1, 0, _layout.Scalars).tanh(), Perturb(raw, noise)], 1);

    /// <summary>Cross-entropy between the condition and the conditioned block (Xu et al. 2019, section 4.3).</summary>
    /// <param name="tokens">[batch] int64, the condition.</param>
    /// <returns>[batch] float32, &gt;= 0.</returns>
    public Tensor ConditionLoss(Tensor raw, Tensor tokens)
    {
        Tensor logits = raw.narrow(1, _layout.Scalars, _layout.ConditionTokens).add(_otherBlocks.index_select(0, tokens));
        return nn.functional.log_softmax(logits, 1).gather(1, tokens.unsqueeze(1)).squeeze(1).neg();
    }

    public void Dispose()
    {
        foreach (Tensor constant in (Tensor[])[_member, _blockOfToken, _padded, _support, _otherBlocks])
        {
            constant.Dispose();
        }
    }

    /// <summary>Logits of all tokens plus Gumbel noise; tokens without support out of reach.</summary>
    private Tensor Perturb(Tensor raw, Generator noise)
    {
        Tensor logits = raw.narrow(1, _layout.Scalars, _layout.Tokens);
        Tensor minusGumbel = rand(logits.shape, generator: noise).add_(SmallestUniform).log_().neg_().log_().sub_(_support);
        return logits.sub(minusGumbel);
    }

    private Tensor BlockMaxima(Tensor scaled)
    {
        using IDisposable still = no_grad();
        return scaled.index_select(1, _padded).view(-1, _blocks, _widest).amax(2).index_select(1, _blockOfToken);
    }

    private IEnumerable<long> PadByRepetition(TableBlock block) =>
        Enumerable.Range(0, (int)_widest).Select(i => (long)block.TokenStart + Math.Min(i, block.TokenCount - 1));

    private static float[] OneHot(long[] blockOfToken, int blocks)
    {
        float[] member = new float[blockOfToken.Length * blocks];
        for (int token = 0; token < blockOfToken.Length; token++)
        {
            member[(token * blocks) + blockOfToken[token]] = 1;
        }

        return member;
    }

    /// <summary>Row t leaves the logits of t's own block as they are and excludes all others.</summary>
    private static float[] ExcludeOtherBlocks(long[] blockOfToken, int tokens, float[] support)
    {
        float[] excluded = new float[tokens * tokens];
        for (int i = 0; i < excluded.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, tokens);
            excluded[i] = blockOfToken[row] == blockOfToken[column] ? support[column] : Excluded;
        }

        return excluded;
    }

    private static Tensor Keep(Tensor constant) => constant.DetachFromDisposeScope();
}
