using System.Globalization;
using RingFed.Learning.Data;

namespace RingFed.Learning.Evaluation.Subgroups;

/// <summary>Patients of one kind: those trained on, those held out, and those drawn.</summary>
public sealed record Subgroup(string Name, Cohort Train, Cohort Holdout, Cohort Synthetic)
{
    /// <summary>One a category of a column, such as sex; patients without a value are in none.</summary>
    /// <exception cref="ArgumentException">The column is numeric.</exception>
    public static IReadOnlyList<Subgroup> ByCategory(Cohort train, Cohort holdout, Cohort synthetic, int column)
    {
        ColumnSchema schema = train.Schema.Columns[column];
        return schema.IsDiscrete
            ? [.. schema.Categories.Select((category, code) => Cut($"{schema.Name} = {category}", train, holdout, synthetic, column, value => value == code))]
            : throw new ArgumentException($"'{schema.Name}' is numeric; cut it into bands.", nameof(column));
    }

    /// <summary>One a band of a numeric column, such as age: below the first edge, from each edge to below the next, and from the last on.</summary>
    /// <exception cref="ArgumentException">The column is categorical, or edges are none or not ascending.</exception>
    public static IReadOnlyList<Subgroup> ByBand(Cohort train, Cohort holdout, Cohort synthetic, int column, params IReadOnlyList<double> edges)
    {
        ColumnSchema schema = train.Schema.Columns[column];
        if (schema.IsDiscrete || edges.Count == 0 || edges.Zip(edges.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new ArgumentException($"Bands of '{schema.Name}' need a numeric column and ascending edges.", nameof(edges));
        }

        double[] bounds = [double.NegativeInfinity, .. edges, double.PositiveInfinity];
        return [.. Enumerable.Range(0, bounds.Length - 1).Select(band => Cut(
            BandName(schema.Name, bounds[band], bounds[band + 1]), train, holdout, synthetic, column, value => value >= bounds[band] && value < bounds[band + 1]))];
    }

    /// <summary>One a site: its own real patients beside all that were drawn, for synthetic patients belong to no site.</summary>
    public static IReadOnlyList<Subgroup> BySite(IReadOnlyList<(string Site, Cohort Train, Cohort Holdout)> sites, Cohort synthetic) =>
        [.. sites.Select(site => new Subgroup(site.Site, site.Train, site.Holdout, synthetic))];

    private static Subgroup Cut(string name, Cohort train, Cohort holdout, Cohort synthetic, int column, Func<double, bool> belongs)
    {
        return new Subgroup(name, Rows(train), Rows(holdout), Rows(synthetic));

        Cohort Rows(Cohort cohort) => cohort.Take([.. Enumerable.Range(0, cohort.Count).Where(row => belongs(cohort[row, column]))]);
    }

    private static string BandName(string column, double low, double high) => string.Create(
        CultureInfo.InvariantCulture,
        $"{column} {(double.IsInfinity(low) ? $"below {high}" : double.IsInfinity(high) ? $"from {low}" : $"from {low} to below {high}")}");
}
