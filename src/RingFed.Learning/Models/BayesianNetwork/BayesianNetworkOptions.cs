namespace RingFed.Learning.Models.BayesianNetwork;

/// <summary>Hyper-parameters of <see cref="BayesianNetworkModel"/>; all silos have the same.</summary>
public sealed record BayesianNetworkOptions : ModelOptions
{
    public const int DepthMax = 12;

    /// <summary>Quantile bins of a numeric column, 2 to 64.</summary>
    public int Bins { get; init; } = 12;

    /// <summary>Coarse groups that the bins are joined to: a group is drawn first, then a bin within it. 1 to <see cref="Bins"/>.</summary>
    public int Groups { get; init; } = 4;

    /// <summary>Most parents that decide any one record's share: the depth of a column's tree, 0 to <see cref="DepthMax"/>.</summary>
    public int Parents { get; init; } = 6;

    /// <summary>Dirichlet smoothing: pseudo records per value of a column, in proportions of the wider context; at least 0.</summary>
    public double Smoothing { get; init; } = 0.5;

    /// <summary>Multiple of the information criterion's price of a split; above 0; 1 for the criterion itself, less for more dependence and more noise.</summary>
    public double Penalty { get; init; } = 0.5;

    /// <summary>Ridge of the survival heads, in events on a standardised covariate; above 0.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>Whether each silo brings the ring's network to its own patients, by itself: the ring's sums are the same either way.</summary>
    public bool Personal { get; init; }

    /// <summary>Options as a topology writes them, by the names of the properties with a small first letter.</summary>
    /// <exception cref="ArgumentException">Unknown names, values that are no numbers, or values out of range.</exception>
    public static BayesianNetworkOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        BayesianNetworkOptions defaults = new();
        OptionReader read = new(BayesianNetworkModel.Name, texts);
        BayesianNetworkOptions options = new()
        {
            Bins = read.Whole("bins", defaults.Bins),
            Groups = read.Whole("groups", defaults.Groups),
            Parents = read.Whole("parents", defaults.Parents),
            Smoothing = read.Number("smoothing", defaults.Smoothing),
            Penalty = read.Number("penalty", defaults.Penalty),
            Ridge = read.Number("ridge", defaults.Ridge),
            Personal = read.Flag("personal", defaults.Personal),
        };
        read.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Bins is >= 2 and <= 64 && Groups >= 1 && Groups <= Bins, "bins must lie in 2 to 64, groups in 1 to bins");
        Require(Parents is >= 0 and <= DepthMax, $"parents must lie in 0 to {DepthMax}");
        Require(Smoothing >= 0 && Penalty > 0 && Ridge > 0, "smoothing must not be negative, penalty and ridge must be above 0");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{BayesianNetworkModel.Name}: {rule}.");
        }
    }
}
