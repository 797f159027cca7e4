using RingFed.Simulation.Poisoning;

namespace RingFed.Federation.Tests.Simulation.Poisoning;

public sealed class AttackVectorTests
{
    /// <summary>Relative to the largest value of the expected vector; float32 in and out, float64 between.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Names as in the file, with the rule that the attack is optimised against.</summary>
    private static readonly Dictionary<string, (IPoisoning Attack, string Rule)> Ours = new()
    {
        ["signflip"] = (new SignFlip(), "mean"),
        ["ipm_tau2"] = (new InnerProductManipulation(2), "mean"),
        ["ipm_tau0.1"] = (new InnerProductManipulation(0.1), "mean"),
        ["alie_tau1.5"] = (new ALittleIsEnough(1.5), "mean"),
        ["mimic_0"] = (new Mimic(0), "mean"),
        ["minmax_unit_vec"] = (new MinMax(Perturbation.Unit), "mean"),
        ["minmax_sign"] = (new MinMax(Perturbation.Sign), "mean"),
        ["minmax_std"] = (new MinMax(Perturbation.Std), "mean"),
        ["minsum_unit_vec"] = (new MinSum(Perturbation.Unit), "mean"),
        ["minsum_sign"] = (new MinSum(Perturbation.Sign), "mean"),
        ["minsum_std"] = (new MinSum(Perturbation.Std), "mean"),
        ["opt_alie_vs_nnm+trmean"] = (new OptimisedAlie(new ForwardSearch()), "nnm+trimmed-mean"),
        ["opt_ipm_vs_nnm+trmean"] = (new OptimisedIpm(new ForwardSearch()), "nnm+trimmed-mean"),
        ["opt_alie_vs_nnm+median"] = (new OptimisedAlie(new ForwardSearch()), "nnm+median"),
        ["opt_ipm_vs_nnm+median"] = (new OptimisedIpm(new ForwardSearch()), "nnm+median"),
    };

    public static TheoryData<int, string> Cases()
    {
        TheoryData<int, string> data = [];
        foreach (AttackCase one in AttackVectors.All)
        {
            foreach (string attack in one.Attacks.Keys)
            {
                data.Add(one.Silos, attack);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_attack_sends_what_an_independent_implementation_sends(int silos, string attack)
    {
        AttackCase one = AttackVectors.All.Single(candidate => candidate.Silos == silos);
        (IPoisoning ours, string rule) = Ours[attack];
        double[] expected = one.Attacks[attack];
        float[] sent = ours.Craft(one.Scene(rule));

        double scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, sent.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - sent[i]) <= Tolerance * scale,
                $"value {i}: expected {expected[i]:R}, got {sent[i]:R}, scale {scale:R}");
        }
    }

    [Fact]
    public void The_papers_z_is_that_of_the_reference()
    {
        foreach (AttackCase one in AttackVectors.All)
        {
            Assert.Equal(one.PaperZ, ALittleIsEnough.PaperZ(one.Silos, one.F), 1e-12);
        }
    }
}
