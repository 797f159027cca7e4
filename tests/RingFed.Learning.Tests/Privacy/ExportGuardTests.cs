using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Tests.Privacy;

public sealed class ExportGuardTests
{
    [Fact]
    public void Parameters_trained_on_records_without_a_mechanism_stay_home_under_differential_privacy()
    {
        ExportRefusedException fault = Assert.Throws<ExportRefusedException>(() => ExportGuard.Check(Layout(TrainedOn.Records, null), differentialPrivacy: true));
        Assert.Contains("critic.weight", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TrainedOn.Records, "dp-sgd", true)]
    [InlineData(TrainedOn.Public, null, true)]
    [InlineData(TrainedOn.PostProcessing, null, true)]
    [InlineData(TrainedOn.Records, null, false)]
    public void Protected_public_and_post_processed_parameters_may_leave(TrainedOn trainedOn, string? mechanism, bool differentialPrivacy) =>
        ExportGuard.Check(Layout(trainedOn, mechanism), differentialPrivacy);

    private static ModelLayout Layout(TrainedOn trainedOn, string? mechanism) =>
        new("toy", [new ParameterInfo("critic.weight", [2, 2], "critic", trainedOn, mechanism)]);
}
