namespace RingFed.Learning.Models.Predictors.LogisticRegression;

/// <summary>Options of <see cref="LogisticModel"/>.</summary>
public sealed record LogisticOptions : ModelOptions
{
    /// <summary>Name of the binary column to predict; there is no default.</summary>
    public string? Target { get; init; }

    /// <summary>Columns to predict from; empty for all that are no outcome.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    /// <summary>
    /// λ of ridge λ/2 ‖β‖² on standardised covariates (not the intercept), &gt;= 0. Default 1, as scikit-learn's C = 1. 0 is
    /// the plain likelihood, which has no maximum where covariates separate the labels.
    /// </summary>
    public double Ridge { get; init; } = 1;

    /// <summary>Options as a topology writes them: target, covariates (with commas between), ridge.</summary>
    /// <exception cref="ArgumentException">Unknown names, no target, or values out of range.</exception>
    public static LogisticOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        LogisticOptions defaults = new();
        OptionReader read = new(LogisticModel.Name, texts);
        LogisticOptions options = new()
        {
            Target = read.Text("target", defaults.Target),
            Covariates = read.Names("covariates"),
            Ridge = read.Number("ridge", defaults.Ridge),
        };
        read.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        if (!(Ridge >= 0 && double.IsFinite(Ridge)))
        {
            throw new ArgumentException($"{LogisticModel.Name}: ridge must be a finite number of 0 or more.");
        }
    }
}
