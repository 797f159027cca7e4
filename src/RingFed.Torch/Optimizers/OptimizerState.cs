using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies another state of the same kind.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Starts afresh.</summary>
    public abstract void Initialize(OptimizerOptions options);

    public virtual void to(Device device)
    {
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        result?.Dispose();
        result = null;
        if (reader.ReadBoolean())
        {
            using Tensor loaded = TensorExtensionMethods.Load(reader);
            result = loaded.to(device, copy: true).DetachFromDisposeScope();
        }
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    // A copy that no scope of the caller disposes of.
    private protected static Tensor? Keep(Tensor? source, Device device) =>
        source?.to(device, copy: true).DetachFromDisposeScope();
}
