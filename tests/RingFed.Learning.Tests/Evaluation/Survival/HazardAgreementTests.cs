using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Tests.Models.Predictors;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class HazardAgreementTests
{
    private static readonly EndpointSchema _endpoint = SixteenRecords.Schema.Endpoints[0];

    [Fact]
    public void A_cohort_agrees_with_itself()
    {
        HazardAgreement agreement = HazardAgreement.Of(SixteenRecords.Cohort, SixteenRecords.Cohort, _endpoint)!;
        Assert.Equal((1, 0, 1), (Math.Round(agreement.Correlation!.Value, 12), agreement.MeanDifference, agreement.SignAgreement!.Value));
        Assert.Equal(3, agreement.Covariates);
    }

    [Fact]
    public void Reversed_effects_disagree_in_sign()
    {
        Cohort mirrored = SixteenRecords.With(x1: [.. SixteenRecords.X1.Select(x => -x)]);
        HazardAgreement agreement = HazardAgreement.Of(SixteenRecords.Cohort, mirrored, _endpoint)!;
        Assert.True(agreement.SignAgreement < .5 && agreement.MeanDifference > .5);
    }

    [Fact]
    public void Without_events_there_is_no_agreement_to_measure()
    {
        Assert.Null(HazardAgreement.Of(SixteenRecords.Cohort, SixteenRecords.With(events: new double[16]), _endpoint));
    }
}
