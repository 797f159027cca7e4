using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Ctgan;

/// <summary>
/// Hyper-parameters of <see cref="CtganModel"/>; the ring exchanges only models of equal layout. Where a default is not the
/// paper's, its summary says so: on the simulated cohort those changes, with the norm over the batch and fewer modes, took
/// the slope of gene associations from .03 to above .8 in no more time. <see cref="Published"/> has the paper's values.
/// </summary>
public sealed record CtganOptions : ModelOptions
{
    /// <summary>The values of Xu et al. 2019.</summary>
    public static CtganOptions Published { get; } = new()
    {
        Pac = 10,
        BatchSize = 500,
        Conditions = ConditionWeights.LogFrequency,
        ConditionsMin = 1,
        ConditionsMax = 1,
        AverageDecay = 0,
    };

    /// <summary>More conditions at once than a person would ask for.</summary>
    public const int ConditionsMost = 16;

    /// <summary>Length of the Gaussian noise vector z.</summary>
    public int LatentSize { get; init; } = 128;

    /// <summary>Width of the generator's two hidden layers.</summary>
    public int GeneratorSize { get; init; } = 256;

    /// <summary>Width of the critic's two hidden layers.</summary>
    public int CriticSize { get; init; } = 256;

    /// <summary>
    /// Records the critic judges together, against mode collapse (Lin et al. 2018). 1 under differential privacy. The paper
    /// has 10: a first layer ten times as large, and a tenth of the judgements a batch.
    /// </summary>
    public int Pac { get; init; } = 1;

    /// <summary>
    /// Records a step; a multiple of <see cref="Pac"/>. The paper has 500: cohorts of a few thousand gain more from five
    /// times as many steps in the same time.
    /// </summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>
    /// How often the tokens of a conditioned column come in training. The paper has the logarithm of their frequency, so that
    /// rare ones are trained; the generator then draws whatever goes with a rare token too often under every other
    /// condition as well (missing gene panels five times as often as they are).
    /// </summary>
    public ConditionWeights Conditions { get; init; } = ConditionWeights.Frequency;

    /// <summary>Fewest conditions of a row in training; the paper has 1.</summary>
    public int ConditionsMin { get; init; }

    /// <summary>
    /// Most conditions of a row in training; the paper has 1, and a request for several then meets a generator that never
    /// saw two.
    /// </summary>
    public int ConditionsMax { get; init; } = 3;

    /// <summary>
    /// Decay a step of the moving average of the generator's parameters that rows are drawn with, in [0, 1); about
    /// 1 / (1 - decay) steps count. The paper has none, 0: each column's frequencies then swing with the last few steps.
    /// </summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Critic updates to one of the generator.</summary>
    public int CriticSteps { get; init; } = 1;

    /// <summary>λ of the gradient penalty (Gulrajani et al. 2017, equation 3).</summary>
    public double GradientPenalty { get; init; } = 10;

    /// <summary>τ of the Gumbel-softmax: towards 0 tokens become one-hot and gradients noisy.</summary>
    public double GumbelTemperature { get; init; } = 0.2;

    /// <summary>Slope of the critic's LeakyReLU below zero.</summary>
    public double CriticLeak { get; init; } = 0.2;

    /// <summary>Share of the critic's hidden units dropped at each pass, in [0, 1).</summary>
    public double CriticDropout { get; init; } = 0.5;

    public double LearningRate { get; init; } = 2e-4;

    public double Beta1 { get; init; } = 0.5;

    public double Beta2 { get; init; } = 0.9;

    /// <summary>L2 decay of the generator; the critic has none.</summary>
    public double GeneratorWeightDecay { get; init; } = 1e-6;

    /// <summary>Options as a topology writes them, by the names of the properties with a small first letter.</summary>
    /// <exception cref="ArgumentException">Unknown names, values that are no numbers, or values out of range.</exception>
    public static CtganOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        CtganOptions defaults = new();
        OptionReader read = new(CtganModel.Name, texts);
        CtganOptions options = new()
        {
            LatentSize = read.Whole("latentSize", defaults.LatentSize),
            GeneratorSize = read.Whole("generatorSize", defaults.GeneratorSize),
            CriticSize = read.Whole("criticSize", defaults.CriticSize),
            Pac = read.Whole("pac", defaults.Pac),
            BatchSize = read.Whole("batchSize", defaults.BatchSize),
            Conditions = read.Word("conditions", defaults.Conditions),
            ConditionsMin = read.Whole("conditionsMin", defaults.ConditionsMin),
            ConditionsMax = read.Whole("conditionsMax", defaults.ConditionsMax),
            AverageDecay = read.Number("averageDecay", defaults.AverageDecay),
            CriticSteps = read.Whole("criticSteps", defaults.CriticSteps),
            GradientPenalty = read.Number("gradientPenalty", defaults.GradientPenalty),
            GumbelTemperature = read.Number("gumbelTemperature", defaults.GumbelTemperature),
            CriticLeak = read.Number("criticLeak", defaults.CriticLeak),
            CriticDropout = read.Number("criticDropout", defaults.CriticDropout),
            LearningRate = read.Number("learningRate", defaults.LearningRate),
            Beta1 = read.Number("beta1", defaults.Beta1),
            Beta2 = read.Number("beta2", defaults.Beta2),
            GeneratorWeightDecay = read.Number("generatorWeightDecay", defaults.GeneratorWeightDecay),
        };
        read.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(LatentSize > 0 && GeneratorSize > 0 && CriticSize > 0, "latentSize, generatorSize and criticSize must be above 0");
        Require(Pac > 0 && BatchSize > 0 && BatchSize % Pac == 0, "batchSize must be a multiple of pac, both above 0");
        Require(ConditionsMin >= 0 && ConditionsMax >= ConditionsMin && ConditionsMax <= ConditionsMost, $"conditionsMin and conditionsMax must lie in 0 to {ConditionsMost}, in this order");
        Require(CriticSteps > 0, "criticSteps must be above 0");
        Require(AverageDecay is >= 0 and < 1, "averageDecay must lie in [0, 1)");
        Require(GradientPenalty >= 0, "gradientPenalty must not be negative");
        Require(GumbelTemperature > 0, "gumbelTemperature must be above 0");
        Require(CriticDropout is >= 0 and < 1, "criticDropout must lie in [0, 1)");
        Require(LearningRate > 0 && Beta1 is >= 0 and < 1 && Beta2 is >= 0 and < 1 && GeneratorWeightDecay >= 0, "learningRate must be above 0, beta1 and beta2 in [0, 1), generatorWeightDecay not negative");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"ctgan: {rule}.");
        }
    }
}
