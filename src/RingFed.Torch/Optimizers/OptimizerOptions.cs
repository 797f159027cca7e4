namespace TorchSharp.Modules;

/// <summary>Hyper-parameters of a group.</summary>
public class OptimizerOptions
{
    /// <summary>Null until the group is added: the optimiser's own is taken.</summary>
    public double? LearningRate { get; set; }

    /// <summary>What it was when the group was added.</summary>
    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }
}
