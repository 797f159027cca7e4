using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models;
using RingFed.Learning.Models.VaeBgm;

namespace RingFed.Learning.Tests.Models.VaeBgm;

public sealed class CodeChancesTests
{
    [Fact]
    public void A_rare_condition_is_answered_by_the_codes_that_explain_it_though_they_come_last()
    {
        double[] chances = [.. Enumerable.Repeat(1e-6, 99_700), .. Enumerable.Repeat(.5, 300)];
        CodeChances codes = new(chances, "grade = rare");
        SeededRandom random = new(3);
        int[] drawn = [.. Enumerable.Range(0, 2_000).Select(_ => codes.Draw(random))];
        Assert.InRange(drawn.Count(code => code >= 99_700), 1_990, 2_000);
        Assert.InRange(drawn.Distinct().Count(), 280, 310);
    }

    [Fact]
    public void Codes_are_drawn_in_proportion_to_their_chance_and_never_without_one()
    {
        double[] chances = [.. Enumerable.Range(0, 900).Select(code => code % 3 * .25)];
        CodeChances codes = new(chances, "any");
        SeededRandom random = new(4);
        ILookup<int, int> drawn = Enumerable.Range(0, 12_000).Select(_ => codes.Draw(random)).ToLookup(code => code % 3);
        Assert.Empty(drawn[0]);
        Assert.Equal(2.0 / 3, drawn[2].Count() / 12_000.0, .02);
    }

    [Fact]
    public void Conditions_next_to_impossible_or_carried_by_a_handful_of_codes_are_refused_by_name()
    {
        Assert.Contains("grade = rare: about 0 in a million", Refusal([.. Enumerable.Repeat(1e-9, 1_000)]), StringComparison.Ordinal);
        Assert.Contains("grade = rare: of 1000 patients", Refusal([.. Enumerable.Repeat(0.0, 950), .. Enumerable.Repeat(1.0, 50)]), StringComparison.Ordinal);
        Assert.Contains("fewer than 1000", Refusal(new double[10]), StringComparison.Ordinal);
    }

    private static string Refusal(double[] chances) =>
        Assert.Throws<UnsatisfiableConditionException>(() => new CodeChances(chances, "grade = rare")).Message;
}
