using TorchSharp;
using static TorchSharp.torch;

namespace RingFed.Learning.Models.Heads;

/// <summary>
/// Softmax over each of many blocks of tokens at once. Sums within blocks are taken with a [tokens, blocks] matrix; the
/// maxima that keep them finite come from a padded gather and carry no gradient, since they cancel.
/// </summary>
internal sealed class BlockSoftmax : IDisposable
{
    /// <summary>Added to the logit of a token without support: it is then never drawn.</summary>
    public const float Excluded = -1e9f;

    private readonly long _blocks;
    private readonly long _widest;
    private readonly Tensor _member;
    private readonly Tensor _blockOfToken;
    private readonly Tensor _padded;

    /// <param name="sizes">Tokens of each block, in order; at least one block, each of at least one token.</param>
    /// <param name="supported">Of every token whether it may be drawn.</param>
    public BlockSoftmax(IReadOnlyList<int> sizes, IReadOnlyList<bool> supported)
    {
        using DisposeScope scope = NewDisposeScope();
        (_blocks, _widest, Tokens) = (sizes.Count, sizes.Max(), sizes.Sum());
        long[] blockOfToken = [.. sizes.SelectMany((size, index) => Enumerable.Repeat((long)index, size))];
        float[] member = new float[Tokens * sizes.Count];
        for (int token = 0; token < blockOfToken.Length; token++)
        {
            member[(token * sizes.Count) + blockOfToken[token]] = 1;
        }

        _blockOfToken = Keep(tensor(blockOfToken));
        _member = Keep(tensor(member).view(Tokens, sizes.Count));
        _padded = Keep(tensor(PadByRepetition(sizes)));
        Support = Keep(tensor([.. supported.Select(may => may ? 0 : Excluded)]));
    }

    public int Tokens { get; }

    /// <summary>To be added to logits, [tokens]: 0 for a token that may be drawn, far below for one that may not.</summary>
    public Tensor Support { get; }

    /// <summary>Probabilities of logits that <see cref="Support"/> was added to.</summary>
    /// <param name="logits">[batch, tokens].</param>
    /// <returns>[batch, tokens] float32; each block sums to 1.</returns>
    public Tensor Probabilities(Tensor logits)
    {
        Tensor weights = logits.sub(Maxima(logits)).exp();
        return weights.div(weights.mm(_member).mm(_member.t()));
    }

    /// <summary>Log-probabilities; far below 0 for tokens without support.</summary>
    /// <param name="logits">[batch, tokens].</param>
    /// <returns>[batch, tokens] float32, at most 0.</returns>
    public Tensor LogProbabilities(Tensor logits)
    {
        Tensor supported = logits.add(Support);
        Tensor shifted = supported.sub(Maxima(supported));
        return shifted.sub(shifted.exp().mm(_member).log().index_select(1, _blockOfToken));
    }

    public void Dispose()
    {
        foreach (Tensor constant in (Tensor[])[_member, _blockOfToken, _padded, Support])
        {
            constant.Dispose();
        }
    }

    /// <summary>Maximum of each token's block, without gradient: [batch, tokens].</summary>
    private Tensor Maxima(Tensor values)
    {
        using IDisposable still = no_grad();
        return values.index_select(1, _padded).view(-1, _blocks, _widest).amax(2).index_select(1, _blockOfToken);
    }

    private long[] PadByRepetition(IReadOnlyList<int> sizes)
    {
        List<long> padded = [];
        long start = 0;
        foreach (int size in sizes)
        {
            padded.AddRange(Enumerable.Range(0, (int)_widest).Select(i => start + Math.Min(i, size - 1)));
            start += size;
        }

        return [.. padded];
    }

    private static Tensor Keep(Tensor constant) => constant.DetachFromDisposeScope();
}
