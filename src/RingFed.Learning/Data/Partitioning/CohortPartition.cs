using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Data.Partitioning;

/// <summary>
/// Makes silos of one cohort. Each patient is in exactly one silo; the same seed gives the same silos on every machine. A
/// silo without patients is refused: a ring has none.
/// </summary>
public static class CohortPartition
{
    /// <summary>Values of a column with fewer patients than this share a silo, named <see cref="Others"/>.</summary>
    public const int PatientsMin = 10;

    /// <summary>Silo of those whose column is missing, or whose value too few have.</summary>
    public const string Others = "others";

    /// <summary>One silo a category, or value, of a column, as real centres do it; in the order of the values.</summary>
    /// <exception cref="ArgumentException">There is no such column, it is neither discrete nor integer, or fewer than two silos come of it.</exception>
    public static IReadOnlyList<SiloCohort> ByColumn(Cohort cohort, string column)
    {
        int index = cohort.Schema.IndexOf(column);
        if (index < 0 || cohort.Schema.Columns[index].Kind == ColumnKind.Continuous)
        {
            throw new ArgumentException(
                index < 0 ? $"the cohort has no column `{column}`" : $"column `{column}` is continuous; silos are told apart by a category or a whole number", nameof(column));
        }

        HashSet<double> common = [.. Enumerable.Range(0, cohort.Count).Select(row => cohort[row, index]).Where(value => !double.IsNaN(value))
            .CountBy(value => value).Where(count => count.Value >= PatientsMin).Select(count => count.Key)];
        return Require(Enumerable.Range(0, cohort.Count)
            .GroupBy(row => common.Contains(cohort[row, index]) ? cohort[row, index] : double.PositiveInfinity)
            .OrderBy(rows => rows.Key)
            .Select(rows => new SiloCohort(
                double.IsInfinity(rows.Key) ? Others : SiloName.Of(column, NameOf(cohort.Schema.Columns[index], rows.Key)), cohort.Take([.. rows]))));
    }

    /// <summary>Equal parts, up to one patient, of a shuffled cohort.</summary>
    /// <exception cref="ArgumentException">Fewer than two silos, or fewer patients than silos.</exception>
    public static IReadOnlyList<SiloCohort> Iid(Cohort cohort, int silos, long seed)
    {
        Require(cohort, silos);
        int[] order = CohortFolds.Shuffle(cohort.Count, seed);
        return Named(cohort, [.. Enumerable.Range(0, silos).Select(silo => order.Where((_, place) => place % silos == silo))]);
    }

    /// <summary>Silos of these sizes from a shuffled cohort; patients beyond their sum are left out.</summary>
    /// <exception cref="ArgumentException">Fewer than two sizes, one below 1, or more patients asked for than there are.</exception>
    public static IReadOnlyList<SiloCohort> BySizes(Cohort cohort, IReadOnlyList<int> sizes, long seed)
    {
        Require(cohort, sizes.Count);
        if (sizes.Any(size => size < 1) || sizes.Sum() > cohort.Count)
        {
            throw new ArgumentException($"sizes {string.Join(", ", sizes)} do not fit {cohort.Count} patients: each is at least 1, and they sum to no more", nameof(sizes));
        }

        int[] order = CohortFolds.Shuffle(cohort.Count, seed);
        return Named(cohort, [.. sizes.Select((size, silo) => order.Skip(sizes.Take(silo).Sum()).Take(size))]);
    }

    /// <summary>
    /// Skewed by a discrete column: of each category's patients silo k gets the share that a Dirichlet draw gives it (Hsu, Qi,
    /// Brown 2019, arXiv 1909.06335). Small concentrations put a category into few silos. A silo that came out with fewer than
    /// <see cref="PatientsMin"/> patients takes what it lacks from the largest.
    /// </summary>
    /// <param name="concentration">Above 0; .1 is strong, 100 hardly any skew.</param>
    /// <exception cref="ArgumentException">No such discrete column, a concentration of 0 or less, or too few patients.</exception>
    public static IReadOnlyList<SiloCohort> Dirichlet(Cohort cohort, string column, int silos, double concentration, long seed)
    {
        Require(cohort, silos);
        int index = cohort.Schema.IndexOf(column);
        if (index < 0 || !cohort.Schema.Columns[index].IsDiscrete || !(concentration > 0) || cohort.Count < silos * PatientsMin)
        {
            throw new ArgumentException(
                $"a Dirichlet skew needs a discrete column (`{column}` {(index < 0 ? "is none of the cohort's" : cohort.Schema.Columns[index].Kind.ToString().ToLowerInvariant())}), a concentration above 0, and {PatientsMin} patients a silo; {cohort.Count} patients make {silos} silos", nameof(column));
        }

        SeededRandom random = new(seed);
        List<int>[] rows = [.. Enumerable.Range(0, silos).Select(_ => new List<int>())];
        int[] order = CohortFolds.Shuffle(cohort.Count, seed);
        foreach (IGrouping<double, int> category in order.GroupBy(row => double.IsNaN(cohort[row, index]) ? -1 : cohort[row, index]).OrderBy(group => group.Key))
        {
            double[] shares = random.Dirichlet(silos, concentration);
            foreach (int row in category)
            {
                rows[random.Categorical(shares)].Add(row);
            }
        }

        foreach (List<int> small in rows)
        {
            while (small.Count < PatientsMin)
            {
                List<int> largest = rows.MaxBy(silo => silo.Count)!;
                small.Add(largest[^1]);
                largest.RemoveAt(largest.Count - 1);
            }
        }

        return Named(cohort, rows);
    }

    private static IReadOnlyList<SiloCohort> Named(Cohort cohort, IReadOnlyList<IEnumerable<int>> rows) =>
        Require(rows.Select((silo, place) => new SiloCohort($"silo-{place + 1}", cohort.Take([.. silo.Order()]))));

    private static void Require(Cohort cohort, int silos)
    {
        if (silos < 2 || cohort.Count < silos)
        {
            throw new ArgumentException($"{cohort.Count} patients cannot make {silos} silos: a ring has two or more, with a patient each", nameof(silos));
        }
    }

    private static IReadOnlyList<SiloCohort> Require(IEnumerable<SiloCohort> silos)
    {
        SiloCohort[] made = [.. silos];
        if (made.Length < 2 || made.DistinctBy(silo => silo.Silo).Count() < made.Length)
        {
            throw new ArgumentException(
                $"the partition makes {made.Length} silos ({string.Join(", ", made.Select(silo => silo.Silo))}); a ring has two or more, of different names");
        }

        return made;
    }

    private static string NameOf(ColumnSchema column, double value) => column.IsDiscrete && column.Kind != ColumnKind.Binary
        ? column.Categories[(int)value]
        : value.ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}
