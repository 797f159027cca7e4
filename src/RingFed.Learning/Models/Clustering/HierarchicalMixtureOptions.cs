namespace RingFed.Learning.Models.Clustering;

/// <summary>How mutation patterns are clustered. Names in a topology are the properties', with a small first letter.</summary>
public sealed record HierarchicalMixtureOptions : ModelOptions
{
    private const int ComponentsLimit = 200;
    private const int SumsLimit = 10_000;

    /// <summary>K of the truncation: most components, 2 to 200. Default 25.</summary>
    public int Components { get; init; } = 25;

    /// <summary>Sums over the ring, each with a draw of what all silos share, 2 to 10,000. Default 200.</summary>
    public int Sums { get; init; } = 200;

    /// <summary>Sweeps over a silo's patients between sums, at least 1. Default 20.</summary>
    public int Sweeps { get; init; } = 20;

    /// <summary>α: how closely a silo's shares follow the ring's, above 0. Default 1.</summary>
    public double SiloConcentration { get; init; } = 1;

    /// <summary>γ: how many components the ring expects, above 0. Default 1.</summary>
    public double RingConcentration { get; init; } = 1;

    /// <summary>β: prior mutations a gene in each component, above 0. Default 1.</summary>
    public double GeneConcentration { get; init; } = 1;

    /// <summary>Components whose gene profiles have at least this cosine are one, in (0, 1]. Default 0.9, as in the R package hdp.</summary>
    public double MergeCosine { get; init; } = .9;

    /// <summary>Smaller components are dropped and their patients go to others, at least 10 (k). Default 10.</summary>
    public int PatientsMin { get; init; } = 10;

    /// <exception cref="ArgumentException">Unknown or unreadable options; all are named.</exception>
    public static HierarchicalMixtureOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        OptionReader reader = new(HierarchicalMixture.Name, texts);
        HierarchicalMixtureOptions defaults = new();
        HierarchicalMixtureOptions options = new()
        {
            Components = reader.Whole("components", defaults.Components),
            Sums = reader.Whole("sums", defaults.Sums),
            Sweeps = reader.Whole("sweeps", defaults.Sweeps),
            SiloConcentration = reader.Number("siloConcentration", defaults.SiloConcentration),
            RingConcentration = reader.Number("ringConcentration", defaults.RingConcentration),
            GeneConcentration = reader.Number("geneConcentration", defaults.GeneConcentration),
            MergeCosine = reader.Number("mergeCosine", defaults.MergeCosine),
            PatientsMin = reader.Whole("patientsMin", defaults.PatientsMin),
        };
        reader.ThrowIfFaulty();
        options.Validate();
        return options;
    }

    /// <exception cref="ArgumentException">An option is out of range; all such are named.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0)
        {
            throw new ArgumentException($"{HierarchicalMixture.Name}: {string.Join("; ", faults)}.");
        }
    }

    private IEnumerable<string> Faults()
    {
        (string, bool, string)[] rules =
        [
            ("components", Components is >= 2 and <= ComponentsLimit, $"2 to {ComponentsLimit}"),
            ("sums", Sums is >= 2 and <= SumsLimit, $"2 to {SumsLimit}"),
            ("sweeps", Sweeps >= 1, "at least 1"),
            ("siloConcentration", IsPositive(SiloConcentration), "above 0"),
            ("ringConcentration", IsPositive(RingConcentration), "above 0"),
            ("geneConcentration", IsPositive(GeneConcentration), "above 0"),
            ("mergeCosine", MergeCosine is > 0 and <= 1, "above 0 and at most 1"),
            ("patientsMin", PatientsMin >= GeneComponents.PatientsFloor, $"at least {GeneComponents.PatientsFloor}"),
        ];
        return rules.Where(rule => !rule.Item2).Select(rule => $"{rule.Item1} must be {rule.Item3}");
    }

    private static bool IsPositive(double value) => double.IsFinite(value) && value > 0;
}
