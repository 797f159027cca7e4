using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Privacy;

namespace RingFed.Learning.Tests.Evaluation.Privacy;

public sealed class MembershipRiskTests
{
    private static readonly Cohort Train = ToyPatients.Draw(400, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(400, 2);

    [Fact]
    public void Handing_out_training_patients_is_found_out()
    {
        MembershipRisk risk = MembershipRisk.Of((Train, Holdout, Train), seed: 1, threads: 2);
        Assert.InRange(risk.Area.Value!.Value, .9, 1);
        Assert.InRange(risk.TruePositives.Value!.Value, .5, 1);
        Assert.InRange(risk.Privacy.Value!.Value, 0, .2);
    }

    [Fact]
    public void Fresh_patients_give_training_patients_away_no_more_than_chance_does()
    {
        MembershipRisk risk = MembershipRisk.Of((Train, Holdout, ToyPatients.Draw(400, 3)), seed: 1, threads: 2);
        Assert.InRange(.5, risk.Area.Low!.Value - .05, risk.Area.High!.Value);
        Assert.InRange(risk.TruePositives.Value!.Value, 0, .06);

        // PG stands at the attack's upper bound.
        Assert.Equal(1 - (2 * Math.Max(0, risk.Area.High!.Value - .5)), risk.Privacy.Value!.Value, 1e-12);
    }

    [Fact]
    public void Few_patients_give_a_reason()
    {
        Cohort few = Holdout.Take([.. Enumerable.Range(0, 30)]);
        Assert.StartsWith("too few rows: 15 candidates", MembershipRisk.Of((Train, few, Train), seed: 1, threads: 1).Privacy.Reason);
    }

    [Fact]
    public void Patients_who_are_all_alike_cannot_be_told_apart()
    {
        Cohort same = CohortOf.Nothing.Gene("g", [.. new double[60]]).Build();
        Assert.Equal(.5, MembershipRisk.Of((same, same, same), seed: 1, threads: 1).Area.Value);
    }
}
