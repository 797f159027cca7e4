using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class SurvivalOptimismTests
{
    [Fact]
    public void Who_lives_longer_than_the_real_patients_is_optimistic()
    {
        // Real: deaths at 1..10, S falls by .1 each: area over 0..10 is 5.5. Others: nobody dies: area 10.
        SurvivalSample dying = new([.. Enumerable.Range(0, 10)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [.. Enumerable.Repeat(true, 10)]);
        SurvivalSample living = dying with { Times = [.. Enumerable.Repeat(20.0, 10)], Events = new bool[10] };
        Assert.Equal(.45, SurvivalOptimism.Of(dying, living).Value!.Value, 1e-12);
        Assert.Equal(-.45, SurvivalOptimism.Of(living, dying).Value!.Value, 1e-12);
        Assert.Equal(0, SurvivalOptimism.Of(dying, dying).Value);
    }

    [Fact]
    public void Too_few_patients_give_a_reason()
    {
        Assert.NotNull(SurvivalOptimism.Of(new([0], [1], [true]), SixteenPatients.Sample).Reason);
    }
}
