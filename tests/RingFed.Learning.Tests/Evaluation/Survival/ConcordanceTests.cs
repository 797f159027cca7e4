using RingFed.Learning.Data;
using RingFed.Learning.Data.Survival;
using RingFed.Learning.Evaluation.Survival;

namespace RingFed.Learning.Tests.Evaluation.Survival;

public sealed class ConcordanceTests
{
    // R survival 3.5.3: concordance(Surv(t, d) ~ x1, reverse = TRUE), 86 concordant and 7 discordant pairs.
    [Fact]
    public void Harrells_C_is_that_of_R()
    {
        Assert.Equal(.924731183, HarrellConcordance.Of(SixteenPatients.X1, SixteenPatients.Sample)!.Value, 1e-9);
    }

    // The same with round(x1): 66 concordant, 3 discordant, 24 tied risks.
    [Fact]
    public void Tied_risks_count_a_half_as_in_R()
    {
        double[] rounded = [.. SixteenPatients.X1.Select(x => Math.Round(x, MidpointRounding.ToEven))];
        Assert.Equal(.838709677, HarrellConcordance.Of(rounded, SixteenPatients.Sample)!.Value, 1e-9);
    }

    [Fact]
    public void Without_events_no_pair_is_usable()
    {
        Assert.Null(HarrellConcordance.Of([1, 2], new SurvivalSample([0, 1], [1, 2], [false, false])));
    }

    // R survival 3.5.3: concordance(Surv(t, d) ~ x1, timewt = "n/G2", reverse = TRUE), and with round(x1).
    [Fact]
    public void Unos_C_is_that_of_R()
    {
        double[] rounded = [.. SixteenPatients.X1.Select(x => Math.Round(x, MidpointRounding.ToEven))];
        Assert.Equal(.90631569238161, UnoConcordance.Of(SixteenPatients.X1, SixteenPatients.Sample)!.Value, 1e-12);
        Assert.Equal(.80945294602178, UnoConcordance.Of(rounded, SixteenPatients.Sample)!.Value, 1e-12);
    }

    // R survival 3.5.3 on its pbc: concordance(Surv(time, status == 2) ~ log(bili), timewt = "n/G2", reverse = TRUE), alone
    // and with ymax = 2000 days. Years are rounded to .001, so that days stay apart.
    [Theory]
    [InlineData(double.PositiveInfinity, .76123079832799)]
    [InlineData(2000 / 365.25, .80075471668768)]
    public void Unos_C_on_pbc_is_that_of_R(double horizon, double expected)
    {
        string? source = PublicDataFolder.Find("survival", AppContext.BaseDirectory);
        Assert.SkipWhen(source is null, "The public cohort pbc is not on this machine: set RINGFED_DATA to the folder that holds survival/.");
        Cohort cohort = SurvivalPreparation.Read("pbc", source!)[0].Cohort;
        SurvivalSample sample = SurvivalSample.Of(cohort, cohort.Schema.Endpoints[0]);
        Assert.Equal(expected, UnoConcordance.Of(cohort.Column(cohort.Schema.IndexOf("bilirubin")), sample, horizon)!.Value, 1e-12);
    }

    [Fact]
    public void Without_censoring_both_are_the_same()
    {
        SurvivalSample sample = SixteenPatients.Sample with { Events = [.. Enumerable.Repeat(true, 16)] };
        Assert.Equal(HarrellConcordance.Of(SixteenPatients.X1, sample)!.Value, UnoConcordance.Of(SixteenPatients.X1, sample)!.Value, 1e-12);
        Assert.Null(UnoConcordance.Of(SixteenPatients.X1, sample, horizon: .5));
    }

    /// <summary>Few different times and risks, so that every kind of tie is among them.</summary>
    [Fact]
    public void Counting_by_a_tree_gives_what_looking_at_every_pair_gives()
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            Random random = new(seed);
            int patients = random.Next(1, 60);
            SurvivalSample sample = new(
                [.. Enumerable.Range(0, patients)],
                [.. Enumerable.Range(0, patients).Select(_ => (double)random.Next(8))],
                [.. Enumerable.Range(0, patients).Select(_ => random.Next(3) > 0)]);
            double[] risks = [.. Enumerable.Range(0, patients).Select(_ => (double)random.Next(6))];
            double[] weights = [.. Enumerable.Range(0, patients).Select(_ => (double)random.Next(4))];

            Assert.Equal(EveryPair(risks, sample, weights), ConcordantPairs.Of(risks, sample, patient => weights[patient]));
        }
    }

    private static (double Concordant, double Usable) EveryPair(double[] risks, SurvivalSample sample, double[] weights)
    {
        (double concordant, double usable) = (0, 0);
        for (int i = 0; i < sample.Count; i++)
        {
            for (int j = 0; j < sample.Count; j++)
            {
                bool failsFirst = sample.Times[i] < sample.Times[j] || (sample.Times[i] == sample.Times[j] && !sample.Events[j]);
                if (sample.Events[i] && failsFirst)
                {
                    usable += weights[i];
                    concordant += weights[i] * (risks[i] > risks[j] ? 1 : risks[i] == risks[j] ? .5 : 0);
                }
            }
        }

        return (concordant, usable);
    }
}
