using RingFed.Daemon.Status;
using RingFed.Daemon.Status.Health;
using RingFed.Daemon.Training;

namespace RingFed.Daemon.Tests.Status.Health;

public sealed class FitHealthTests
{
    private static readonly FitStatus _sound = new("masked values are gathered", "first", 2, 4, Attempt: 1, ["bologna", "paris", "berlin"], IsIn: true, Trouble: null);

    [Fact]
    public void A_sum_that_goes_on_needs_nobody() => Assert.Empty(FitHealth.Of(Training(_sound)));

    [Fact]
    public void A_silo_that_its_own_signature_proves_false_is_named_and_critical()
    {
        FitStatus fit = _sound with { ProvenFalse = ["paris"] };

        HealthItem item = Assert.Single(FitHealth.Of(Training(fit)));

        Assert.Equal((HealthCode.FitFalse, HealthSeverity.Critical, "paris"), (item.Code, item.Severity, item.Silo));
        Assert.EndsWith("proven false: paris", FitText.Of(fit), StringComparison.Ordinal);
        Assert.EndsWith("proven false: paris", FitText.Of(fit with { Sum = null }), StringComparison.Ordinal);
    }

    private static TrainingStatus Training(FitStatus fit) => new("ctgan", 100, "waiting for the ring", 3, 0, 0, []) { Fit = fit };
}
