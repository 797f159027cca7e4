using RingFed.Learning.Data;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Tests.Encoding;
using static RingFed.Learning.Tests.Models.Ctgan.CtganToy;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class CtganLearnsTests
{
    [Fact]
    public void A_short_fit_learns_that_mutation_follows_grade()
    {
        Cohort cohort = TableToy.Draw(1000, seed: 4);
        using CtganModel model = Model(cohort, Small with { GeneratorSize = 64, CriticSize = 64, LearningRate = 1e-3 });
        double untrained = Dependence(model.Sample(2000));
        model.Train(1000);
        double trained = Dependence(model.Sample(2000));

        // In the cohort mutation goes from 10 % to 90 % with grade; an untrained model knows nothing of it.
        Assert.InRange(untrained, -0.15, 0.15);
        Assert.True(trained > 0.4, $"dependence {trained:f2} after training, {Dependence(cohort):f2} in the cohort");
    }

    /// <summary>Share mutated among high grades less that among low ones.</summary>
    private static double Dependence(Cohort cohort)
    {
        double Share(int grade) => Enumerable.Range(0, cohort.Count).Where(row => cohort[row, TableToy.Grade] == grade).Average(row => cohort[row, TableToy.Mutated]);
        return Share(2) - Share(0);
    }
}
