using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Parameters;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>Generator and critic with their optimisers.</summary>
internal sealed class CtganNetworks : IDisposable
{
    /// <param name="weightSeed">The topology's: every silo starts from the same bits.</param>
    public CtganNetworks(CtganOptions options, TableLayout layout, long weightSeed)
    {
        (Options, Layout) = (options, layout);
        Generator = new CtganGenerator(options, layout);
        Critic = new CtganCritic(options, layout);
        Activation = new CtganActivation(layout, options.GumbelTemperature);
        SeededRandom random = new(weightSeed);
        Generator.Parameters.Initialise(random);
        Critic.Parameters.Initialise(random);
        GeneratorAdam = new FlatAdam(Generator.Parameters, options.LearningRate, options.Beta1, options.Beta2, options.GeneratorWeightDecay);
        CriticAdam = new FlatAdam(Critic.Parameters, options.LearningRate, options.Beta1, options.Beta2, weightDecay: 0);
    }

    public CtganOptions Options { get; }

    public TableLayout Layout { get; }

    public CtganGenerator Generator { get; }

    public CtganCritic Critic { get; }

    public CtganActivation Activation { get; }

    public FlatAdam GeneratorAdam { get; }

    public FlatAdam CriticAdam { get; }

    public void Dispose()
    {
        GeneratorAdam.Dispose();
        CriticAdam.Dispose();
        Activation.Dispose();
        Critic.Dispose();
        Generator.Dispose();
    }
}
