using RingFed.Simulation.Poisoning;

namespace RingFed.Federation.Tests.Simulation.Poisoning;

public sealed class FactorSearchTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(30)]
    public void The_grid_finds_the_peak_of_a_smooth_damage(double peak)
    {
        double found = new GridSearch().Strongest(factor => -Math.Abs(factor - peak));

        Assert.InRange(found, 0.98 * peak, 1.02 * peak);
    }

    [Fact]
    public void No_damage_anywhere_means_the_factor_0()
    {
        Assert.Equal(0, new GridSearch().Strongest(_ => 1));
        Assert.Equal(0, new ForwardSearch().Strongest(_ => 1));
    }

    [Theory]
    [InlineData("nnm+trimmed-mean")]
    [InlineData("nnm+median")]
    [InlineData("trimmed-mean")]
    public void The_grid_hurts_every_reference_scene_at_least_as_much_as_the_references_search(string rule)
    {
        foreach (AttackCase one in AttackVectors.All)
        {
            PoisonScene scene = one.Scene(rule);
            double forward = Damage(scene, new OptimisedAlie(new ForwardSearch()));
            double grid = Damage(scene, new OptimisedAlie());
            Assert.True(grid >= 0.999 * forward, $"n = {one.Silos}: {grid:R} against {forward:R}");
        }
    }

    private static double Damage(PoisonScene scene, IPoisoning attack) =>
        HonestMoments.Distance(scene.Merge(attack.Craft(scene)), HonestMoments.Mean(scene.Honest));
}
