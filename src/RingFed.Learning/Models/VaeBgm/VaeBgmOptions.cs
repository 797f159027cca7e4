namespace RingFed.Learning.Models.VaeBgm;

/// <summary>Hyper-parameters of <see cref="VaeBgmModel"/>; the ring exchanges only models of equal layout.</summary>
public sealed record VaeBgmOptions : ModelOptions
{
    /// <summary>Most Gaussians in latent space.</summary>
    public const int ComponentsMax = 64;

    /// <summary>Most anchors; their codes are exchanged each round.</summary>
    public const int AnchorsMax = 4_096;

    /// <summary>Length of the latent code.</summary>
    public int LatentSize { get; init; } = 16;

    /// <summary>Width of the hidden layer of encoder and decoder.</summary>
    public int HiddenSize { get; init; } = 256;

    /// <summary>Share of the decoder's hidden units that rest in a training step, in [0, 1).</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>beta: weight of the divergence from N(0, I) in the loss, &gt;= 0; the paper has 1.</summary>
    public double KlWeight { get; init; } = 0.5;

    /// <summary>Records a step.</summary>
    public int BatchSize { get; init; } = 250;

    /// <summary>Of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 weight decay of Adam.</summary>
    public double WeightDecay { get; init; } = 1e-5;

    /// <summary>Checks of the held-out tenth without a better one before a call of training ends; 0 never ends it early, nor holds anybody out. With <see cref="VaeAlignment.Anchors"/> none is ended.</summary>
    public int Patience { get; init; } = 20;

    /// <summary>Most components of the mixture in latent space; those that lose their records go.</summary>
    public int Components { get; init; } = 40;

    /// <summary>Most sums of expectation maximisation over the ring.</summary>
    public int MixtureIterations { get; init; } = 40;

    /// <summary>Whether the encoder is exchanged, or each silo keeps its own.</summary>
    public VaeEncoder Encoder { get; init; }

    /// <summary>What personal encoders are drawn to one another by; a shared one has nothing to align.</summary>
    public VaeAlignment Alignment { get; init; }

    /// <summary>lambda: weight of the mean squared distance of an encoder's anchor codes from the ring's, &gt; 0.</summary>
    public double AlignmentWeight { get; init; } = 1;

    /// <summary>Public rows that encoders are compared on, and aligned by.</summary>
    public int Anchors { get; init; } = 256;

    /// <exception cref="ArgumentException">Options are unknown or out of range.</exception>
    public static VaeBgmOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        VaeBgmOptions defaults = new();
        OptionReader read = new(VaeBgmModel.Name, texts);
        VaeBgmOptions options = new()
        {
            LatentSize = read.Whole("latentSize", defaults.LatentSize),
            HiddenSize = read.Whole("hiddenSize", defaults.HiddenSize),
            Dropout = read.Number("dropout", defaults.Dropout),
            KlWeight = read.Number("klWeight", defaults.KlWeight),
            BatchSize = read.Whole("batchSize", defaults.BatchSize),
            LearningRate = read.Number("learningRate", defaults.LearningRate),
            WeightDecay = read.Number("weightDecay", defaults.WeightDecay),
            Patience = read.Whole("patience", defaults.Patience),
            Components = read.Whole("components", defaults.Components),
            MixtureIterations = read.Whole("mixtureIterations", defaults.MixtureIterations),
            Encoder = read.Word("encoder", defaults.Encoder),
            Alignment = read.Word("alignment", defaults.Alignment),
            AlignmentWeight = read.Number("alignmentWeight", defaults.AlignmentWeight),
            Anchors = read.Whole("anchors", defaults.Anchors),
        };
        read.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(LatentSize > 0 && HiddenSize > 0, "latentSize and hiddenSize must be above 0");
        Require(Dropout is >= 0 and < 1, "dropout must lie in [0, 1)");
        Require(KlWeight >= 0, "klWeight must not be negative");
        Require(BatchSize > 0, "batchSize must be above 0");
        Require(LearningRate > 0 && WeightDecay >= 0, "learningRate must be above 0, weightDecay not negative");
        Require(Patience >= 0, "patience must not be negative");
        Require(Components is > 0 and <= ComponentsMax, $"components must lie in 1 to {ComponentsMax}");
        Require(MixtureIterations > 0, "mixtureIterations must be above 0");
        Require(Anchors is > 0 and <= AnchorsMax, $"anchors must lie in 1 to {AnchorsMax}");
        Require(AlignmentWeight > 0, "alignmentWeight must be above 0; alignment: none is without it");
        Require(Alignment == VaeAlignment.None || Encoder == VaeEncoder.Personal, "alignment is for encoder: personal; a shared encoder is the same everywhere");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"vae-bgm: {rule}.");
        }
    }
}

/// <summary>Whose the encoder is.</summary>
public enum VaeEncoder
{
    /// <summary>Merged each round with the decoder.</summary>
    Shared,

    /// <summary>
    /// The silo's own: its weights are never exchanged, and kept in its checkpoint. What it says of patients and anchors is exchanged
    /// in two ways: the sums of the mixture are over the codes that it gives the silo's patients, masked with all others'; and with
    /// <see cref="VaeAlignment.Anchors"/> its codes of the anchors go with the decoder, which every silo can read unless
    /// exchange is masked.
    /// </summary>
    Personal,
}

/// <summary>How personal encoders are kept comparable.</summary>
public enum VaeAlignment
{
    /// <summary>By the decoder that they share, and by nothing else.</summary>
    None,

    /// <summary>
    /// By the codes they give to public anchor rows, which the ring merges with the decoder by the same rule. A silo's call of
    /// training then ends by its budget alone, so that all claim equally many steps.
    /// </summary>
    Anchors,
}
