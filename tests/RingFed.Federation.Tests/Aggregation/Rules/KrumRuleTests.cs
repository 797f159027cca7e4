namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class KrumRuleTests
{
    /// <summary>Each counts its two nearest: 1+4, 1+1, 1+4, 16+25, 100²+... on a line.</summary>
    [Fact]
    public void It_returns_the_update_nearest_to_its_neighbours_as_it_is() =>
        Assert.Equal([1], Updates.Aggregate("krum", [[0], [1], [2], [6], [100]], f: 1));

    [Fact]
    public void Of_equal_scores_the_lowest_roster_index_wins()
    {
        float[][] rows = [[9, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [0, 0]];

        Assert.Equal([0, 0], Updates.Aggregate("krum", rows, f: 1));
        Assert.Equal(rows[1], Updates.Aggregate("krum", rows[..5], f: 1));
    }

    [Fact]
    public void Multi_krum_averages_the_n_minus_f_best() =>
        Assert.Equal([2.25f], Updates.Aggregate("multi-krum", [[0], [1], [2], [6], [100]], f: 1));

    /// <summary>With distances expanded to |a|² - 2ab + |b|² in float32, a drift this small is lost in rounding.</summary>
    [Fact]
    public void A_drift_of_a_hundred_thousandth_over_a_million_values_decides_who_is_picked()
    {
        const int length = 1_000_000;
        float[] origin = Updates.Scattered(1, length)[0];
        float[] drifts = [2.0e-5f, 1.0e-5f, 1.5e-5f, -1.1e-5f, 0, 3e-5f, -2.2e-5f];
        float[][] rows = [.. drifts.Select(drift => origin.Select(value => value + drift).ToArray())];
        float[] moved = [.. rows[^1].Select(value => value + 1e-3f)];

        Assert.Equal(Slow(rows, f: 1), Updates.Aggregate("krum", rows, f: 1, threads: 2));
        Assert.NotEqual(moved, Updates.Aggregate("krum", [moved, .. rows[1..]], f: 1, threads: 2));
    }

    private static float[] Slow(float[][] rows, int f) => rows.MinBy(row => rows
        .Select(other => row.Zip(other, (a, b) => ((double)a - b) * ((double)a - b)).Sum())
        .Order().Skip(1).Take(rows.Length - f - 2).Sum())!;
}
