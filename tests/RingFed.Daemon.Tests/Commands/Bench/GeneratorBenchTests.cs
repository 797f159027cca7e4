using RingFed.Daemon.Commands.Bench;

namespace RingFed.Daemon.Tests.Commands.Bench;

public sealed class GeneratorBenchTests
{
    [Fact]
    public void A_generator_is_trained_with_and_without_attackers_under_each_rule_that_fits()
    {
        GeneratorBenchOptions options = new() { Silos = 4, Attackers = 1, Patients = 200, Rounds = 2, Steps = 2, Rules = ["mean", "trimmed-mean"] };
        GeneratorBenchReport report = new GeneratorBench(options, TimeProvider.System).Run(TestContext.Current.CancellationToken);

        Assert.Equal(["mean", "trimmed-mean"], report.Rules.Select(rule => rule.Rule));
        Assert.Empty(report.LeftOut);
        Assert.True(report.Parameters > 0);
        Assert.True(report.Ceiling.Shape > report.Untrained.Shape);
        foreach (GeneratorUnderRule rule in report.Rules)
        {
            Assert.InRange(rule.Clean!.Shape!.Value, 0, 1);
            Assert.InRange(rule.Attacked!.Trend!.Value, 0, 1);
            Assert.NotEqual(rule.Clean, rule.Attacked);
            Assert.Null(rule.Note);
        }
    }

    [Fact]
    public void A_rule_that_does_not_fit_is_left_out_with_its_reason()
    {
        GeneratorBenchOptions options = new() { Silos = 4, Attackers = 2, Patients = 200, Rounds = 1, Steps = 1, Rules = ["trimmed-mean"] };
        GeneratorRuleLeftOut left = Assert.Single(new GeneratorBench(options, TimeProvider.System).Run(TestContext.Current.CancellationToken).LeftOut);

        Assert.Equal("trimmed-mean", left.Rule);
        Assert.Contains("needs at least 5 updates", left.Reason, StringComparison.Ordinal);
    }
}
