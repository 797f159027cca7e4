using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Data.Survival;

namespace RingFed.Learning.Tests.Data.Survival;

public sealed class SurvivalPreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Rows and events counted in the published files with R.
    [Theory]
    [InlineData("metabric", "deepsurv", 1523, 381)]
    [InlineData("gbsg", "deepsurv", 1546, 686)]
    [InlineData("pbc", "survival", 418, 0)]
    [InlineData("flchain", "survival", 7874, 0)]
    public void A_public_cohort_becomes_tables_that_read_back_without_a_fault(string name, string folder, int first, int second)
    {
        string? source = PublicDataFolder.Find(folder, AppContext.BaseDirectory);
        Assert.SkipWhen(source is null, $"The public cohort {name} is not on this machine: set RINGFED_DATA to the folder that holds {folder}/.");
        IReadOnlyList<string> parts = SurvivalPreparation.Prepare(name, source!, _folder.Path);
        CohortSchema schema = SchemaFile.Load(Path.Combine(parts[0], "schema.yaml"));
        int[] rows = [.. parts.Select(part => CohortCsv.Read(schema, Path.Combine(part, "patients.csv")).Count)];
        Assert.Equal(new[] { first, second }.Where(count => count > 0), rows);
        Assert.Equal(CohortOrigin.Public, schema.Origin);
        Assert.All(parts, part => Assert.Equal(SchemaDigest.Of(schema), SchemaDigest.Of(SchemaFile.Load(Path.Combine(part, "schema.yaml")))));
    }

    [Fact]
    public void Words_units_and_shortest_times_are_read_as_described()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "flchain.csv"), """
            "age","sex","sample.yr","kappa","lambda","flc.grp","creatinine","mgus","futime","death","chapter"
            97,"F",1997,5.7,4.86,10,NA,0,365.25,1,"Circulatory"
            55,"M",2000,.87,.683,1,.9,1,0,1,"Neoplasms"
            """);
        Cohort cohort = SurvivalPreparation.Read("flchain", _folder.Path)[0].Cohort;
        Assert.Equal([0, 1], cohort.Column(cohort.Schema.IndexOf("sex")).ToArray());
        Assert.Equal([double.NaN, .9], cohort.Column(cohort.Schema.IndexOf("creatinine")).ToArray());
        Assert.Equal([1, .001], cohort.Column(cohort.Schema.IndexOf("os_years")).ToArray());
    }

    [Fact]
    public void Altered_and_absent_files_are_listed_fault_by_fault()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "gbsg_train.csv"), """
            x0,x1,x2,x3,x4,x5,x6,time,event
            2.0,1.0,1.0,70.0,3.0,48.0,66.0,59.597534,1
            0.0,1.0,1.0,seventy,3.0,48.0,66.0,-1,1
            """);
        InvalidInputException absent = Assert.Throws<InvalidInputException>(() => SurvivalPreparation.Read("gbsg", _folder.Path));
        Assert.Contains("gbsg_test.csv", absent.Message, StringComparison.Ordinal);
        File.Copy(Path.Combine(_folder.Path, "gbsg_train.csv"), Path.Combine(_folder.Path, "gbsg_test.csv"));
        InvalidInputException altered = Assert.Throws<InvalidInputException>(() => SurvivalPreparation.Read("gbsg", _folder.Path));
        Assert.Equal(["x0", "x3", "time"], altered.Errors.Take(3).Select(error => error.Field));
        Assert.Throws<ArgumentException>(() => SurvivalPreparation.Read("support", _folder.Path));
    }
}
