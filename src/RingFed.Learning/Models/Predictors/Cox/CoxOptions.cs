namespace RingFed.Learning.Models.Predictors.Cox;

/// <summary>Options of <see cref="CoxModel"/>.</summary>
public sealed record CoxOptions : ModelOptions
{
    /// <summary>Name of the endpoint; null for the schema's first.</summary>
    public string? Target { get; init; }

    /// <summary>Columns to predict from; empty for all that are no outcome.</summary>
    public IReadOnlyList<string> Covariates { get; init; } = [];

    public CoxTies Ties { get; init; } = CoxTies.Efron;

    /// <summary>
    /// λ of ridge λ/2 ‖β‖² on standardised covariates, &gt;= 0. Default 1, of the information that one event has: it settles
    /// rare and redundant covariates. 0 is the plain partial likelihood, which may have no maximum.
    /// </summary>
    public double Ridge { get; init; } = 1;

    /// <summary>Options as a topology writes them: target, covariates (with commas between), ties, ridge.</summary>
    /// <exception cref="ArgumentException">Unknown names, or values out of range.</exception>
    public static CoxOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        CoxOptions defaults = new();
        OptionReader read = new(CoxModel.Name, texts);
        CoxOptions options = new()
        {
            Target = read.Text("target", defaults.Target),
            Covariates = read.Names("covariates"),
            Ties = read.Word("ties", defaults.Ties),
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
            throw new ArgumentException($"{CoxModel.Name}: ridge must be a finite number of 0 or more.");
        }
    }
}
