using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation.Survival;
using RingFed.Learning.Models;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Checkpoints;
using RingFed.Learning.Tests.Data;
using RingFed.Learning.Tests.Encoding;
using RingFed.Learning.Tests.Models.Ctgan;

namespace RingFed.Learning.Tests.Models.BayesianNetwork.Personal;

public sealed class SiteNetworkTests
{
    private static readonly BayesianNetworkOptions _personal = new() { Personal = true };

    [Fact]
    public async Task A_skewed_site_draws_its_own_patients_and_keeps_what_all_silos_know()
    {
        Cohort[] silos = [TableToy.Draw(2_000, seed: 2), Skewed(150)];
        IReadOnlyList<BayesianNetworkModel> shared = await NetworkToy.FitAsync(silos);
        IReadOnlyList<BayesianNetworkModel> personal = await NetworkToy.FitAsync(silos, _personal);
        (Cohort ring, Cohort own) = (shared[1].Sample(8_000), personal[1].Sample(8_000));
        double old = Old(Skewed(4_000));
        Assert.True(Math.Abs(Old(own) - old) < 0.3 * Math.Abs(Old(ring) - old));
        Assert.True(Gap(own) < 0.5 * Gap(ring), $"{Gap(own)} against {Gap(ring)}");
        for (int grade = 0; grade < 3; grade++)
        {
            Assert.Equal(0.1 + (0.4 * grade), own.Share(row => own[row, TableToy.Mutated] == 1, row => own[row, TableToy.Grade] == grade), 0.08);
        }

        static double Old(Cohort cohort) => cohort.Share(row => cohort[row, TableToy.Age] > 65);
        static double Gap(Cohort drawn) => KaplanMeierGap.Of(Sample(Skewed(4_000)), Sample(drawn)).Integrated.Value!.Value;
        static SurvivalSample Sample(Cohort cohort) => SurvivalSample.Of(cohort, cohort.Schema.Endpoints[0]);
    }

    [Fact]
    public async Task A_ring_of_one_silo_has_nothing_to_bring_home()
    {
        Cohort cohort = TableToy.Draw(800, seed: 3);
        using BayesianNetworkModel shared = await NetworkToy.FitAsync(cohort);
        using BayesianNetworkModel personal = await NetworkToy.FitAsync(cohort, _personal);
        (Cohort expected, Cohort drawn) = (shared.Sample(200), personal.Sample(200));
        Assert.All(Enumerable.Range(0, TableToy.Event + 1), column => Assert.Equal(expected.Column(column).ToArray(), drawn.Column(column).ToArray()));
    }

    [Fact]
    public async Task A_site_without_patients_draws_as_the_ring()
    {
        Cohort all = TableToy.Draw(600, seed: 3);
        IReadOnlyList<BayesianNetworkModel> shared = await NetworkToy.FitAsync([all, all.Take([])]);
        IReadOnlyList<BayesianNetworkModel> personal = await NetworkToy.FitAsync([all, all.Take([])], _personal);
        (Cohort expected, Cohort drawn) = (shared[1].Sample(200), personal[1].Sample(200));
        Assert.All(Enumerable.Range(0, drawn.Schema.Columns.Count), column => Assert.Equal(expected.Column(column).ToArray(), drawn.Column(column).ToArray()));
    }

    [Fact]
    public async Task What_a_site_keeps_for_itself_is_in_no_sum()
    {
        Cohort[] silos = [TableToy.Draw(900, seed: 2), Skewed(150)];
        FittedEncoder encoder = EncoderFit.FitLocally(silos);
        LocalRing ring = new(["one", "two"]);
        BayesianNetworkModel shared = NetworkToy.Unfitted(silos[0], encoder);
        BayesianNetworkModel personal = NetworkToy.Unfitted(silos[1], encoder, _personal);
        await Task.WhenAll(
            shared.FitAsync(FitStage.BeforeTraining, ring.For("one"), TestContext.Current.CancellationToken),
            personal.FitAsync(FitStage.BeforeTraining, ring.For("two"), TestContext.Current.CancellationToken));
        Assert.Equal((await NetworkToy.FitAsync(silos))[0].Saved(), shared.Saved());
        Assert.NotEqual(shared.Saved(), personal.Saved());
        Assert.Equal((false, true), (((IPersonalModel)shared).IsPersonal, ((IPersonalModel)personal).IsPersonal));
    }

    [Fact]
    public async Task Conditions_hold_in_every_row_of_a_site()
    {
        BayesianNetworkModel personal = (await NetworkToy.FitAsync([TableToy.Draw(900, seed: 2), Skewed(150)], _personal))[1];
        Cohort drawn = personal.Sample(500, new CategoryCondition(TableToy.Mutated, 1), new RangeCondition(TableToy.Time, 0.5, 2));
        Assert.All(Enumerable.Range(0, 500), row => Assert.True(drawn[row, TableToy.Mutated] == 1 && drawn[row, TableToy.Time] is >= 0.5 and <= 2));
    }

    [Fact]
    public async Task A_site_is_restored_from_its_own_file_and_from_no_other()
    {
        using TemporaryFolder folder = new();
        Cohort[] silos = [TableToy.Draw(900, seed: 2), Skewed(150)];
        string own = Path.Combine(folder.Path, "own");
        string ring = Path.Combine(folder.Path, "ring");
        BayesianNetworkModel personal = (await NetworkToy.FitAsync(silos, _personal))[1];
        BayesianNetworkModel shared = (await NetworkToy.FitAsync(silos))[1];
        personal.SaveCheckpoint(own);
        shared.SaveCheckpoint(ring);
        using BayesianNetworkModel restored = NetworkToy.Unfitted(silos[1], EncoderFit.FitLocally(silos), _personal);
        restored.LoadCheckpoint(own);
        Assert.Equal(personal.Saved(), restored.Saved());
        Assert.Contains("personal", Assert.Throws<InvalidDataException>(() => restored.LoadCheckpoint(ring)).Message, StringComparison.Ordinal);
        Assert.Contains("personal", Assert.Throws<InvalidDataException>(() => shared.LoadCheckpoint(own)).Message, StringComparison.Ordinal);
        Assert.False(SafetensorsFile.LoadMetadata(ring).ContainsKey("personal"));
    }

    /// <summary>Like the toy, but old and dying at three times the rate.</summary>
    private static Cohort Skewed(int rows)
    {
        Cohort all = TableToy.Draw(8 * rows, seed: 11);
        Cohort old = all.Take([.. Enumerable.Range(0, all.Count).Where(row => all[row, TableToy.Age] > 65 || row % 8 == 0).Take(rows)]);
        double[][] columns = [.. Enumerable.Range(0, old.Schema.Columns.Count).Select(column => old.Column(column).ToArray())];
        columns[TableToy.Time] = [.. columns[TableToy.Time].Select(time => Math.Max(0.1, Math.Round(time / 3, 2)))];
        return new Cohort(old.Schema, columns);
    }
}
