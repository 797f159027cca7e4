namespace RingFed.Learning.Models.Clustering;

/// <summary>
/// What silos add up: carriers of each gene in each component, patients, and tables (how often a silo asked the ring for
/// the component, in the Chinese restaurant franchise of Teh et al., JASA 2006). Laid out [K x G carriers, K patients, K tables].
/// </summary>
internal sealed class MixtureTotals(long[] values, int components, int genes)
{
    private readonly long[] _values = values.Length == Length(components, genes)
        ? values
        : throw new ArgumentException($"{components} components over {genes} genes need {Length(components, genes)} counts; {values.Length} were given.", nameof(values));

    public int Genes => genes;

    public int Components => components;

    public long[] Values => _values;

    public Span<long> Patients => _values.AsSpan(components * genes, components);

    public Span<long> Tables => _values.AsSpan(components * (genes + 1), components);

    public Span<long> Carriers(int component) => _values.AsSpan(component * genes, genes);

    public static int Length(int components, int genes) => components * (genes + 2);
}
