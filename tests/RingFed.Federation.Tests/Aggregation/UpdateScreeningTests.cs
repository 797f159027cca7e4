using RingFed.Federation.Aggregation;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class UpdateScreeningTests
{
    private static readonly ParameterLayout Layout = Updates.Layout(300);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_non_finite_value_anywhere_refuses_the_update(float value)
    {
        foreach (int position in new[] { 0, 7, 128, 255, 299 })
        {
            SiloUpdate[] updates = Four();
            float[] delta = new float[Layout.Count];
            delta[position] = value;
            updates[2] = updates[2] with { Delta = delta };
            RefusedUpdate refused = Assert.Single(Screen(updates).Refused);

            Assert.Equal((2, ScreeningFault.NonFinite), (refused.Index, refused.Fault));
            Assert.Contains("silo2", refused.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_largest_finite_values_are_not_taken_for_infinite_ones()
    {
        SiloUpdate[] updates = [Silo(0, float.MaxValue), Silo(1, float.MinValue), Silo(2, float.MaxValue)];

        Assert.Empty(Screen(updates).Refused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(301)]
    public void A_wrong_length_is_refused_with_both_lengths(int length)
    {
        SiloUpdate[] updates = Four();
        updates[1] = updates[1] with { Delta = new float[length] };
        RefusedUpdate refused = Assert.Single(Screen(updates).Refused);

        Assert.Equal((1, ScreeningFault.WrongLength), (refused.Index, refused.Fault));
        Assert.Contains($"{length} values where the layout has 300", refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-5, 10)]
    public void A_claim_of_no_records_or_no_steps_is_refused(long records, long steps)
    {
        SiloUpdate[] updates = Four();
        updates[3] = updates[3] with { Records = records, Steps = steps };

        Assert.Equal(ScreeningFault.BadClaim, Assert.Single(Screen(updates).Refused).Fault);
    }

    [Fact]
    public void A_step_ten_times_the_median_passes_and_a_longer_one_does_not()
    {
        Assert.Empty(Screen([Silo(0, 1), Silo(1, 1), Silo(2, 1), Silo(3, 10)]).Refused);
        RefusedUpdate refused = Assert.Single(Screen([Silo(0, 1), Silo(1, 1), Silo(2, 1), Silo(3, 10.01f)]).Refused);
        Assert.Equal((3, ScreeningFault.OutlyingNorm), (refused.Index, refused.Fault));
    }

    [Fact]
    public void A_silo_that_took_more_steps_may_move_further() =>
        Assert.Empty(Screen([Silo(0, 1), Silo(1, 1), Silo(2, 1), Silo(3, 40) with { Steps = 20 }]).Refused);

    [Fact]
    public void Of_two_updates_neither_is_the_outlier() => Assert.Empty(Screen([Silo(0, 1), Silo(1, 1e6f)]).Refused);

    [Fact]
    public void Where_most_did_not_move_nobody_is_the_outlier() =>
        Assert.Empty(Screen([Silo(0, 0), Silo(1, 0), Silo(2, 3)]).Refused);

    [Fact]
    public void Every_refusal_is_reported_and_the_rest_goes_on()
    {
        ScreeningResult result = Screen(
            [Silo(0, float.NaN), Silo(1, 1), Silo(2, 1) with { Delta = new float[2] }, Silo(3, 1), Silo(4, 1), Silo(5, 99)]);

        Assert.Equal([1, 3, 4], result.Accepted);
        Assert.Equal([0, 2, 5], result.Refused.Select(refused => refused.Index));
    }

    private static ScreeningResult Screen(SiloUpdate[] updates) => UpdateScreening.Screen(updates, Layout, threads: 2);

    private static SiloUpdate[] Four() => [.. Enumerable.Range(0, 4).Select(silo => Silo(silo, 1))];

    private static SiloUpdate Silo(int index, float value) =>
        new($"silo{index}", Enumerable.Repeat(value, 300).ToArray(), Records: 10, Steps: 1);
}
