using RingFed.Learning.Data;
using RingFed.Learning.Data.Simulated;
using RingFed.Learning.Evaluation;

namespace RingFed.Learning.Tests.Evaluation;

public sealed class HeldoutSplitTests
{
    private static readonly Cohort Patients = Assert.Single(MdsSimulator.Draw(new MdsSimulationOptions { Patients = 1000, Silos = 1 }));

    [Fact]
    public void About_a_fifth_is_held_out_and_another_fifth_with_another_seed()
    {
        HeldoutSplit split = HeldoutSplit.Of(Patients, seed: 7);

        Assert.InRange(split.Heldout.Count, 150, 250);
        Assert.Equal(1000, split.Heldout.Count + split.Training.Count);
        Assert.NotEqual(Rows(split.Heldout), Rows(HeldoutSplit.Of(Patients, seed: 8).Heldout));
    }

    [Fact]
    public void Who_is_held_out_stays_so_when_patients_are_added_or_the_file_is_sorted_anew()
    {
        HashSet<string> heldout = [.. Rows(HeldoutSplit.Of(Patients, seed: 7).Heldout)];
        Cohort fewer = Patients.Take([.. Enumerable.Range(0, 700).Reverse()]);
        HeldoutSplit before = HeldoutSplit.Of(fewer, seed: 7);

        Assert.All(Rows(before.Heldout), row => Assert.Contains(row, heldout));
        Assert.All(Rows(before.Training), row => Assert.DoesNotContain(row, heldout));
    }

    private static string[] Rows(Cohort cohort) =>
        [.. Enumerable.Range(0, cohort.Count).Select(row => string.Join(';', Enumerable.Range(0, cohort.Schema.Columns.Count).Select(column => cohort[row, column])))];
}
