using RingFed.Learning.Data.Published;

namespace RingFed.Learning.Data.Aml;

/// <summary>
/// Who carries which gene: a gene is mutated in a patient who has at least one variant called ONCOGENIC (those called
/// POSSIBLE do not count). Samples without a clinical row are left out; patients without a variant were sequenced and
/// carry none.
/// </summary>
internal sealed class AmlVariants
{
    /// <summary>Genes of at least this share of patients become columns.</summary>
    public const double FrequencyMin = 0.02;

    /// <summary>Published symbols that have been renamed since.</summary>
    private static readonly Dictionary<string, string> _currentSymbols = new() { ["SFRS2"] = "SRSF2", ["MLL"] = "KMT2A" };

    private readonly Dictionary<string, HashSet<string>> _carriers = [];

    public AmlVariants(SourceTable variants, IReadOnlySet<string> patients)
    {
        foreach (SourceRow row in variants.Rows)
        {
            string sample = variants.Cell(row, "SAMPLE_NAME");
            if (patients.Contains(sample) && variants.Cell(row, "Result") == "ONCOGENIC")
            {
                string published = variants.Cell(row, "GENE");
                string gene = _currentSymbols.GetValueOrDefault(published, published);
                _carriers.TryAdd(gene, []);
                _carriers[gene].Add(sample);
            }
        }

        Genes =
        [
            .. _carriers
                .Where(pair => pair.Value.Count >= FrequencyMin * patients.Count)
                .OrderByDescending(pair => pair.Value.Count)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => pair.Key),
        ];
    }

    public static IReadOnlyList<string> SourceColumns { get; } = ["SAMPLE_NAME", "GENE", "Result"];

    /// <summary>Genes of at least <see cref="FrequencyMin"/>, the most frequent first.</summary>
    public IReadOnlyList<string> Genes { get; }

    public bool Has(string gene, string patient) => _carriers[gene].Contains(patient);
}
