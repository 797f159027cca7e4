using RingFed.Learning.Evaluation.Privacy;

namespace RingFed.Learning.Tests.Evaluation.Privacy;

public sealed class MembershipScoresTests
{
    private static readonly MembershipVectors Vectors = MembershipVectors.Load();
    private static readonly float[][] Candidates = [.. Vectors.Train, .. Vectors.Holdout];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Vectors.Cases.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Attacks_reach_what_the_reference_implementation_reaches(int index)
    {
        MembershipVectors.Case expected = Vectors.Cases[index];
        MembershipAttack leaks = Vectors.Judge(MembershipScores.GanLeaks(Candidates, expected.Synthetic, MembershipVectors.Euclidean, 2));
        MembershipAttack calibrated = Vectors.Judge(MembershipScores.GanLeaksCalibrated(
            Candidates, expected.Synthetic, Vectors.Reference, MembershipVectors.Euclidean, 2));
        MembershipAttack domias = Vectors.Judge(MembershipScores.Domias(
            MembershipVectors.Widen(Candidates), MembershipVectors.Widen(expected.Synthetic), MembershipVectors.Widen(Vectors.Reference))!);

        Assert.Equal(expected.GanLeaksAuc, leaks.Area.Value, 1e-9);
        Assert.Equal(expected.GanLeaksCalAuc, calibrated.Area.Value, 1e-9);
        Assert.Equal(expected.DomiasKdeAuc, domias.Area.Value, 1e-9);
        Assert.Equal(expected.DomiasTruePositives, domias.TruePositives, 1e-9);
    }

    [Fact]
    public void Neighbours_find_leaks_too_and_more_of_them_the_more_was_copied()
    {
        double[] areas = [.. Vectors.Cases.Select(leak => Vectors.Judge(MembershipScores.DomiasNeighbours(
            Candidates, leak.Synthetic, Vectors.Reference, 1, MembershipVectors.Euclidean, 2)).Area.Value)];
        Assert.Equal(areas.Order(), areas);
        Assert.InRange(areas[0], .4, .6);
        Assert.InRange(areas[^1], .8, 1);
    }

    [Fact]
    public void Densities_of_points_on_a_line_are_refused()
    {
        double[][] line = [.. Enumerable.Range(0, 20).Select(i => new[] { i, 2.0 * i })];
        Assert.Null(GaussianKernelDensity.Fit(line));
        Assert.Null(GaussianKernelDensity.Fit([[1.0, 2.0]]));
        Assert.Null(GaussianKernelDensity.Fit([]));
    }

    [Fact]
    public void Naming_is_counted_strictly_above_the_first_that_must_not_be_named()
    {
        double[] others = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        Assert.Equal(.5, MembershipAttack.Judge("", [98, 98.5, 99.5, 3], others)!.TruePositives);
        Assert.Equal(0, MembershipAttack.Judge("", [9, 9], [9, 9])!.TruePositives);
    }
}
