using RingFed.Learning.Models.Clustering;

namespace RingFed.Learning.Tests.Models.Clustering;

public sealed class FisherHypergeometricTests
{
    private static readonly double[] LogWeights = [Math.Log(.5), Math.Log(2), Math.Log(.1), Math.Log(3)];

    [Fact]
    public void The_symmetric_polynomials_are_the_sums_of_products_over_all_subsets()
    {
        // By hand: e_1 = .5 + 2 + .1 + 3; e_4 = .5 x 2 x .1 x 3.
        double[] expected = [1, 5.6, 9.05, 3.85, .3];
        double[] logs = FisherHypergeometric.LogSymmetricPolynomials(LogWeights);
        Assert.All(expected.Zip(logs), pair => Assert.Equal(pair.First, Math.Exp(pair.Second), 1e-12));
    }

    [Fact]
    public void The_probabilities_of_all_patients_with_two_mutations_sum_to_one()
    {
        double[] logs = FisherHypergeometric.LogSymmetricPolynomials(LogWeights);
        double sum = 0;
        for (int a = 0; a < 4; a++)
        {
            for (int b = a + 1; b < 4; b++)
            {
                sum += Math.Exp(FisherHypergeometric.LogProbability([a, b], LogWeights, logs));
            }
        }

        Assert.Equal(1, sum, 1e-12);
        Assert.Equal(6 / 9.05, Math.Exp(FisherHypergeometric.LogProbability([1, 3], LogWeights, logs)), 1e-12);
    }

    [Fact]
    public void Hundreds_of_genes_stay_finite()
    {
        // Equal weights w: e_n = binomial(400, n) w^n, beyond the range of a double at w = 1000.
        double[] weights = [.. Enumerable.Repeat(Math.Log(1_000), 400)];
        Assert.Equal(Math.Log(400) + Math.Log(1_000), FisherHypergeometric.LogSymmetricPolynomials(weights)[1], 1e-9);
        Assert.Equal(400 * Math.Log(1_000), FisherHypergeometric.LogSymmetricPolynomials(weights)[400], 1e-6);
    }
}
