using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One learnt vector for each integer.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long paddingIndex;
    private Parameter ownWeight = null!;

    internal Embedding(long num_embeddings, long embedding_dims, long? padding_idx, Device? device, ScalarType? dtype)
        : base(nameof(Embedding))
    {
        paddingIndex = padding_idx ?? -1;
        weight = randn(num_embeddings, embedding_dims, dtype, device).AsParameter();
        if (padding_idx is not null)
        {
            using IDisposable still = no_grad();
            using Tensor padding = weight.select(0, padding_idx.Value);
            padding.zero_();
        }
    }

    public Parameter weight
    {
        get => ownWeight;
        set
        {
            ReplaceOwn(nameof(weight), ownWeight, value);
            ownWeight = value;
        }
    }

    public override Tensor forward(Tensor input) =>
        Native.Own(Native.rf_nn_embedding(input, ownWeight, paddingIndex));
}
