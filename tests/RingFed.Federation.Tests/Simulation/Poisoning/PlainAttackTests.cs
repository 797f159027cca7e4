using RingFed.Federation.Aggregation;
using RingFed.Simulation.Poisoning;

namespace RingFed.Federation.Tests.Simulation.Poisoning;

public sealed class PlainAttackTests
{
    private static readonly PoisonScene Scene = new([[1, 2, 0], [3, 2, 0]], 1, _ => null);

    [Fact]
    public void Each_plain_attack_sends_what_its_formula_says()
    {
        Assert.Equal([-2f, -2f, 0f], new SignFlip().Craft(Scene));
        Assert.Equal([-4f, -4f, 0f], new InnerProductManipulation(2).Craft(Scene));
        Assert.Equal([2 + (1.5f * MathF.Sqrt(2)), 2f, 0f], new ALittleIsEnough(1.5).Craft(Scene));
        Assert.Equal([3f, 2f, 0f], new Mimic(1).Craft(Scene));
        Assert.Equal([0f, 0f, 0f], new ZeroUpdate().Craft(Scene));
    }

    [Fact]
    public void A_diverged_silo_sends_one_value_that_is_no_number()
    {
        Assert.Equal([2f, float.NaN, 0f], new NotANumber().Craft(Scene));
    }

    [Fact]
    public void A_large_norm_points_against_the_mean_at_a_multiple_of_the_median_honest_length()
    {
        float[] sent = new LargeNorm("large", 10).Craft(Scene);

        Assert.Equal(10 * Math.Sqrt(5), Math.Sqrt(sent.Sum(value => (double)value * value)), 1e-4);
        Assert.True(sent[0] < 0 && sent[0] == sent[1]);
        Assert.Equal([0f, 0f], new LargeNorm("large", 10).Craft(new PoisonScene([[0, 0]], 1, _ => null)));
    }

    [Fact]
    public void Min_max_hides_within_the_widest_honest_pair_and_min_sum_within_the_most_central_one()
    {
        foreach (AttackCase one in AttackVectors.All)
        {
            foreach (Perturbation perturbation in Enum.GetValues<Perturbation>())
            {
                double[] far = Squares(one.Honest, new MinMax(perturbation).Craft(one.Scene()));
                double[] near = Squares(one.Honest, new MinSum(perturbation).Craft(one.Scene()));
                double[][] among = [.. one.Honest.Select(update => Squares(one.Honest, update))];

                Assert.True(far.Max() <= among.Max(row => row.Max()) * (1 + 1e-5));
                Assert.True(near.Sum() <= among.Min(row => row.Sum()) * (1 + 1e-5));
                Assert.True(far.Sum() >= near.Sum());
            }
        }
    }

    [Fact]
    public void A_silo_alone_has_no_spread_and_every_attack_still_sends_a_vector()
    {
        PoisonScene alone = new([[1, -1]], 1, sent => sent);
        foreach (IPoisoning attack in PoisoningCatalogue.All)
        {
            Assert.Equal(2, attack.Craft(alone).Length);
        }
    }

    [Fact]
    public void Names_are_unique_and_an_unknown_one_is_refused_with_those_there_are()
    {
        Assert.Equal(PoisoningCatalogue.Names.Count, PoisoningCatalogue.Names.Distinct().Count());
        foreach (string name in PoisoningCatalogue.Names)
        {
            Assert.Equal(name, PoisoningCatalogue.Named(name).Name);
        }

        ArgumentException unknown = Assert.Throws<ArgumentException>(() => PoisoningCatalogue.Named("gradient-storm"));
        Assert.Contains("opt-alie", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_attack_named_norm_that_passes_passes_screening_and_large_norm_does_not()
    {
        AttackCase one = AttackVectors.All[^1];
        PoisonedMerge merge = new(Aggregation.Updates.Layout(one.Honest[0].Length), "mean", one.F, threads: 1);

        Assert.Equal(0, Run("norm-that-passes").KeptOut);
        Assert.Equal(one.F, Run("large-norm").KeptOut);
        Assert.Equal(one.F, Run("nan").KeptOut);

        PoisonedResult Run(string attack) =>
            merge.Run(one.Honest, PoisoningCatalogue.Named(attack).Craft(one.Scene()), one.F, new float[one.Honest[0].Length]);
    }

    private static double[] Squares(IReadOnlyList<float[]> updates, float[] from) =>
        [.. updates.Select(update => update.Zip(from, (a, b) => ((double)a - b) * ((double)a - b)).Sum())];
}
