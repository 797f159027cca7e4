using RingFed.Learning.Data;
using RingFed.Learning.Data.Survival;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Tests.Data;

namespace RingFed.Learning.Tests.Models.Predictors.Cox;

public sealed class CoxModelTests
{
    private static readonly CoxOptions _plain = new() { Ridge = 0, Covariates = ["x1", "x2"] };

    private static async Task<double[]> RatiosAsync(CoxOptions options, params Cohort[] silos)
    {
        FittedEncoder encoder = EncoderFit.FitLocally(silos);
        string[] names = [.. silos.Select((_, i) => $"silo-{i}")];
        LocalRing ring = new(names);
        CoxScore[] scores = await Task.WhenAll(silos.Select((silo, i) =>
            CoxScore.FitAsync(encoder, silo, options, ring.For(names[i]), TestContext.Current.CancellationToken)));
        Assert.All(scores, score => Assert.Equal(scores[0].Coefficients, score.Coefficients));
        return [.. scores[0].LogHazardRatios.Select(ratio => ratio.Value)];
    }

    // R survival 3.5.3: coxph(Surv(t, d) ~ x1 + x2, ties = "efron"), eps 1e-13.
    [Fact]
    public async Task One_silo_gives_Efrons_fit_of_R()
    {
        double[] ratios = await RatiosAsync(_plain, SixteenRecords.Cohort);
        Assert.Equal(3.5136524087825, ratios[0], 1e-9);
        Assert.Equal(1.1302240794343, ratios[1], 1e-9);
    }

    // The same with + strata(row %% 3), by both kinds of ties.
    [Theory]
    [InlineData(CoxTies.Efron, 7.1271607681255, 3.6484962104494)]
    [InlineData(CoxTies.Breslow, 6.7444494368105, 3.3999530749488)]
    public async Task Three_silos_give_the_stratified_fit_of_R(CoxTies ties, double first, double second)
    {
        double[] ratios = await RatiosAsync(_plain with { Ties = ties }, PredictorRing.Deal(SixteenRecords.Cohort, 3));
        Assert.Equal(first, ratios[0], 1e-8);
        Assert.Equal(second, ratios[1], 1e-8);
    }

    // R survival 3.5.3 on its pbc, 418 patients: coxph(Surv(time, status == 2) ~ round(age, 2) + sex + factor(edema) +
    // log(bili) + albumin), alone and with + strata(row %% 3).
    [Theory]
    [InlineData(1, .039016500935136, .190181213112637, .355445958389944, 1.199802826674559, .887733022230699, -.801074409660621)]
    [InlineData(3, .04010912456153, .14242857064626, .41101835926028, 1.31369971501133, .89620505392665, -.79621377274950)]
    public async Task Coefficients_on_pbc_are_those_of_R(int silos, double age, double male, double treated, double despite, double bilirubin, double albumin)
    {
        string? source = PublicDataFolder.Find("survival", AppContext.BaseDirectory);
        Assert.SkipWhen(source is null, "The public cohort pbc is not on this machine: set RINGFED_DATA to the folder that holds survival/.");
        Cohort cohort = SurvivalPreparation.Read("pbc", source!)[0].Cohort;
        CoxOptions options = new() { Ridge = 0, Covariates = ["age", "sex", "oedema", "bilirubin", "albumin"] };
        double[] ratios = await RatiosAsync(options, PredictorRing.Deal(cohort, silos));
        double[] expected = [age, male, treated, despite, bilirubin, albumin];
        Assert.Equal(expected.Length, ratios.Length);
        Assert.All(expected.Zip(ratios), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Fact]
    public async Task The_order_of_silos_leaves_the_bits_unchanged()
    {
        Cohort[] silos = PredictorRing.Deal(SixteenRecords.Cohort, 3);
        Assert.Equal(await RatiosAsync(_plain, silos), await RatiosAsync(_plain, silos[2], silos[0], silos[1]));
    }

    [Fact]
    public async Task A_ridge_settles_what_separates_and_without_it_the_fit_is_refused()
    {
        // The label decides the order of all times.
        double[] sick = [.. SixteenRecords.Times.Select(time => time < 8 ? 1.0 : 0)];
        Cohort cohort = SixteenRecords.With(x2: sick);
        CoxOptions options = _plain with { Covariates = ["x2"] };
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => RatiosAsync(options, cohort));
        Assert.Contains("ridge", fault.Message, StringComparison.Ordinal);
        Assert.InRange((await RatiosAsync(options with { Ridge = 1 }, cohort))[0], 1, 10);
    }

    [Fact]
    public async Task A_column_without_variation_has_no_effect()
    {
        double[] same = [.. Enumerable.Repeat(.5, 16)];
        double[] ratios = await RatiosAsync(_plain, PredictorRing.Deal(SixteenRecords.With(x2: same), 3));
        Assert.Equal(0, ratios[1]);
        Assert.True(double.IsFinite(ratios[0]));
    }

    [Fact]
    public async Task A_silo_without_records_takes_part()
    {
        double[] alone = await RatiosAsync(_plain, SixteenRecords.Cohort);
        Assert.Equal(alone, await RatiosAsync(_plain, SixteenRecords.Cohort, SixteenRecords.Cohort.Take([])));
    }

    [Fact]
    public async Task Impossible_endpoints_are_refused_by_name()
    {
        foreach (double time in new[] { 0, -1, double.PositiveInfinity, double.NaN })
        {
            Cohort cohort = SixteenRecords.With(times: [time, .. SixteenRecords.Times[1..]]);
            InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => RatiosAsync(_plain, cohort.Take([.. Enumerable.Range(0, 16)])));
            Assert.Contains("'os'", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_ring_without_events_is_refused()
    {
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(() => RatiosAsync(_plain, SixteenRecords.With(events: new double[16])));
        Assert.Contains("0 events", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_covariates_and_unknown_endpoints_never_give_NaN()
    {
        double[] x1 = [double.NaN, .. SixteenRecords.X1[1..]];
        double[] times = [.. SixteenRecords.Times[..15], double.NaN];
        double[] events = [.. SixteenRecords.Events[..15], double.NaN];
        CoxModel[] models = await PredictorRing.FitAsync([SixteenRecords.With(x1, times: times, events: events)], context => new CoxModel(context, new CoxOptions()));
        Assert.All(models[0].Predict(SixteenRecords.With(x1)), risk => Assert.True(double.IsFinite(risk)));
        Assert.Equal(PredictionKind.Risk, models[0].Kind);
    }

    [Fact]
    public async Task A_checkpoint_gives_the_same_risks_and_one_of_other_options_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "cox.safetensors");
        CoxModel fitted = (await PredictorRing.FitAsync([SixteenRecords.Cohort], context => new CoxModel(context, _plain)))[0];
        fitted.SaveCheckpoint(path);
        FittedEncoder encoder = EncoderFit.FitLocally(SixteenRecords.Cohort);
        using CoxModel loaded = new(PredictorRing.Context(SixteenRecords.Cohort, encoder), _plain);
        Assert.Throws<InvalidOperationException>(() => loaded.Predict(SixteenRecords.Cohort));
        loaded.LoadCheckpoint(path);
        Assert.Equal(fitted.Predict(SixteenRecords.Cohort), loaded.Predict(SixteenRecords.Cohort));
        using CoxModel other = new(PredictorRing.Context(SixteenRecords.Cohort, encoder), new CoxOptions());
        Assert.Throws<InvalidDataException>(() => other.LoadCheckpoint(path));
    }

    [Fact]
    public void Options_and_plan_come_from_the_catalog()
    {
        Dictionary<string, string> texts = new() { ["target"] = "os", ["covariates"] = "x1, x2", ["ties"] = "breslow", ["ridge"] = "0.5" };
        CoxOptions read = Assert.IsType<CoxOptions>(ModelCatalog.ParseOptions("cox", texts));
        Assert.Equal((CoxTies.Breslow, .5, "os"), (read.Ties, read.Ridge, read.Target));
        Assert.Equal(["x1", "x2"], read.Covariates);
        Assert.Equal(CoxModel.Plan, ModelCatalog.PlanOf("cox", SixteenRecords.Schema, texts));
        Assert.Throws<ArgumentException>(() => ModelCatalog.ParseOptions("cox", new Dictionary<string, string> { ["ridge"] = "-1" }));
        FittedEncoder encoder = EncoderFit.FitLocally(SixteenRecords.Cohort);
        Assert.Throws<ArgumentException>(() => new CoxModel(PredictorRing.Context(SixteenRecords.Cohort, encoder), new CoxOptions { Target = "pfs" }));
        Assert.Throws<ArgumentException>(() => new CoxModel(PredictorRing.Context(SixteenRecords.Cohort, encoder), new CoxOptions { Covariates = ["died"] }));
    }
}
