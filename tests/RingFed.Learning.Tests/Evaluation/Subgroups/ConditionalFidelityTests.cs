using RingFed.Learning.Data;
using RingFed.Learning.Evaluation.Subgroups;
using RingFed.Learning.Models;

namespace RingFed.Learning.Tests.Evaluation.Subgroups;

public sealed class ConditionalFidelityTests
{
    private static readonly Cohort Train = ToyPatients.Draw(1_200, 1);
    private static readonly Cohort Holdout = ToyPatients.Draw(600, 2);
    private static readonly Cohort Fresh = ToyPatients.Draw(2_500, 3);
    private static readonly int Karyotype = Train.Schema.IndexOf("karyotype");
    private static readonly SampleCondition[] Poor = [new CategoryCondition(Karyotype, 2)];

    [Fact]
    public void Patients_who_truly_meet_a_condition_cannot_be_told_from_others_who_do()
    {
        Cohort poor = Fresh.Take([.. Enumerable.Range(0, Fresh.Count).Where(row => Fresh[row, Karyotype] == 2)]);
        ConditionalFidelity fidelity = ConditionalFidelity.Of(Train, Holdout, poor, Poor, seed: 1, threads: 2);
        Assert.Equal(1, fidelity.Hits.Value);
        Assert.InRange(fidelity.Detection.Value!.Value, .5, .66);
        Assert.InRange(fidelity.RealRows, 200, 400);
    }

    [Fact]
    public void Overwriting_the_column_hits_always_and_is_found_out()
    {
        double[][] columns = [.. Enumerable.Range(0, Fresh.Schema.Columns.Count).Select(c => Fresh.Column(c).ToArray())];
        Array.Fill(columns[Karyotype], 2);
        ConditionalFidelity fidelity = ConditionalFidelity.Of(Train, Holdout, new Cohort(Fresh.Schema, columns), Poor, seed: 1, threads: 2);
        Assert.Equal(1, fidelity.Hits.Value);
        Assert.InRange(fidelity.Detection.Value!.Value, .8, 1);
    }

    [Fact]
    public void Misses_and_missing_values_are_no_hits_and_few_real_patients_give_a_reason()
    {
        SampleCondition[] band = [new RangeCondition(Train.Schema.IndexOf("platelets"), 100, 200), new CategoryCondition(Karyotype, 0)];
        double share = ConditionalFidelity.Of(Train, Holdout, Fresh, band, seed: 1, threads: 2).Hits.Value!.Value;
        Assert.InRange(share, .2, .5);
        Assert.Equal(Enumerable.Range(0, Fresh.Count).Count(row => Fresh[row, 2] is >= 100 and <= 200 && Fresh[row, Karyotype] == 0) / 2_500.0, share, 1e-12);

        SampleCondition[] nobody = [new RangeCondition(0, 500, 600)];
        ConditionalFidelity none = ConditionalFidelity.Of(Train, Holdout, Fresh.Take([]), nobody, seed: 1, threads: 1);
        Assert.Equal("0 real patients meet the conditions (at least 50)", none.Detection.Reason);
        Assert.NotNull(none.Hits.Reason);
    }
}
