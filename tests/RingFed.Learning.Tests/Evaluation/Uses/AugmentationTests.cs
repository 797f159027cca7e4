using RingFed.Learning.Data;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Evaluation.Protocol;
using RingFed.Learning.Evaluation.Uses;

namespace RingFed.Learning.Tests.Evaluation.Uses;

public sealed class AugmentationTests
{
    private static readonly ProtocolOptions Options = new() { Replicates = 200, Seed = 1 };
    private static readonly Cohort Small = ToyPatients.Draw(40, 1);
    private static readonly Cohort Tested = ToyPatients.Draw(250, 2);
    private static readonly EndpointSchema Endpoint = Small.Schema.Endpoints[0];

    [Fact]
    public void Faithful_patients_help_a_small_silo()
    {
        Augmentation augmentation = Augmentation.Of(Small, ToyPatients.Draw(600, 3), Tested, Endpoint, Options);
        Assert.InRange(augmentation.Both.Value!.Value - augmentation.Real.Value!.Value, .01, .3);
        Assert.Equal(Verdict.Better, augmentation.Gain!.Verdict);
        Assert.Equal(augmentation.Both.Value.Value - augmentation.Real.Value.Value, augmentation.Gain.Difference.Mean, 1e-12);
    }

    [Fact]
    public void Patients_without_dependence_do_harm()
    {
        Cohort independent = IndependentColumns.Draw(ToyPatients.Draw(600, 3), 600, 4);
        Augmentation augmentation = Augmentation.Of(ToyPatients.Draw(150, 5), independent, Tested, Endpoint, Options);
        Assert.InRange(augmentation.Both.Value!.Value, 0, augmentation.Real.Value!.Value);
        Assert.NotEqual(Verdict.Better, augmentation.Gain!.Verdict);
    }

    [Fact]
    public void A_silo_without_events_gives_a_reason_and_no_gain()
    {
        Augmentation augmentation = Augmentation.Of(Small.Take([0]), ToyPatients.Draw(100, 3), Tested, Endpoint, Options);
        Assert.NotNull(augmentation.Real.Reason);
        Assert.NotNull(augmentation.Both.Value);
        Assert.Null(augmentation.Gain);
    }
}
