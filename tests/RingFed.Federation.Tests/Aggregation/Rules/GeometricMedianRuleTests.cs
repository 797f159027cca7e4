namespace RingFed.Federation.Tests.Aggregation.Rules;

public sealed class GeometricMedianRuleTests
{
    private const string Rule = "geometric-median";

    [Fact]
    public void Of_two_updates_it_is_the_middle() => Assert.Equal([2, 3], Updates.Aggregate(Rule, [[1, 2], [3, 4]]));

    [Fact]
    public void On_a_line_it_is_the_middle_update() => Assert.Equal([2, 2], Updates.Aggregate(Rule, [[0, 0], [2, 2], [900, 900]]));

    [Fact]
    public void An_update_held_by_the_majority_is_the_median() =>
        Assert.Equal([1, 1], Updates.Aggregate(Rule, [[5, 0], [1, 1], [1, 1], [1, 1], [-7, 3]]));

    /// <summary>In a triangle with no angle of 120° or more, each side is seen from the Fermat point at 120°.</summary>
    [Fact]
    public void Of_a_triangle_it_is_the_Fermat_point()
    {
        float[][] corners = [[0, 0], [4, 0], [1, 3]];
        float[] point = Updates.Aggregate(Rule, corners);

        double[] angles = [.. corners.Select(corner => Math.Atan2(corner[1] - point[1], corner[0] - point[0])).Order()];
        Assert.Equal(2 * Math.PI / 3, angles[1] - angles[0], 1e-5);
        Assert.Equal(2 * Math.PI / 3, angles[2] - angles[1], 1e-5);
    }

    [Fact]
    public void One_update_far_away_moves_it_by_a_bounded_amount()
    {
        float[][] honest = [[0, 0], [1, 0], [0, 1]];
        float[] near = Updates.Aggregate(Rule, [.. honest, [1e3f, 1e3f]]);
        float[] far = Updates.Aggregate(Rule, [.. honest, [1e9f, 1e9f]]);

        Assert.InRange(near[0], 0, 1);
        Assert.InRange(Math.Abs(near[0] - far[0]), 0, 1e-3);
    }
}
