using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Parameters;
using TorchSharp;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>Generator, its moving average and critic, with their optimisers.</summary>
internal sealed class CtganNetworks : IDisposable
{
    private const double WarmUpSteps = 10;

    /// <param name="weightSeed">The topology's: every silo starts from the same bits.</param>
    public CtganNetworks(CtganOptions options, TableLayout layout, long weightSeed)
    {
        (Options, Layout) = (options, layout);
        Generator = new CtganGenerator(options, layout, "generator");
        Average = new CtganGenerator(options, layout, "generator.average");
        Critic = new CtganCritic(options, layout);
        Activation = new CtganActivation(layout, options.GumbelTemperature);
        SeededRandom random = new(weightSeed);
        Generator.Parameters.Initialise(random);
        Critic.Parameters.Initialise(random);
        Generator.Parameters.Values.CopyTo(Average.Parameters.Values);
        GeneratorAdam = new FlatAdam(Generator.Parameters, options.LearningRate, options.Beta1, options.Beta2, options.GeneratorWeightDecay);
        CriticAdam = new FlatAdam(Critic.Parameters, options.LearningRate, options.Beta1, options.Beta2, weightDecay: 0);
    }

    public CtganOptions Options { get; }

    public TableLayout Layout { get; }

    public CtganGenerator Generator { get; }

    /// <summary>The moving average of <see cref="Generator"/> over training steps and, by exchange, over silos; it draws the rows.</summary>
    public CtganGenerator Average { get; }

    public CtganCritic Critic { get; }

    /// <summary>All that the ring exchanges, in its order.</summary>
    public IReadOnlyList<FlatParameters> Exchanged => [Generator.Parameters, Average.Parameters, Critic.Parameters];

    public CtganActivation Activation { get; }

    public FlatAdam GeneratorAdam { get; }

    public FlatAdam CriticAdam { get; }

    /// <summary>Whether every exchanged parameter and every moment is a number.</summary>
    public bool IsFinite => Exchanged.All(parameters => parameters.IsFinite) && GeneratorAdam.IsFinite && CriticAdam.IsFinite;

    /// <summary>Takes one step of the generator into its average. In its first steps the average follows faster.</summary>
    public void UpdateAverage()
    {
        using IDisposable still = torch.no_grad();
        double decay = Math.Min(Options.AverageDecay, (double)GeneratorAdam.Steps / (GeneratorAdam.Steps + WarmUpSteps));
        Average.Parameters.Flat.mul_(decay).add_(Generator.Parameters.Flat, 1 - decay);
    }

    public void Dispose()
    {
        GeneratorAdam.Dispose();
        CriticAdam.Dispose();
        Activation.Dispose();
        Critic.Dispose();
        Average.Dispose();
        Generator.Dispose();
    }
}
