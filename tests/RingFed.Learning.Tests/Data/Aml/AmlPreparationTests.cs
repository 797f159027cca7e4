using RingFed.Learning.Data;
using RingFed.Learning.Data.Aml;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Published;
using RingFed.Learning.Data.Schemas;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Tests.Data.Aml;

public sealed class AmlPreparationTests : IDisposable
{
    private const int PublishedPatients = 1_540;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_published_files_become_four_silos_that_read_back_without_a_fault()
    {
        IReadOnlyList<string> silos = AmlPreparation.Prepare(Source(), _folder.Path);

        CohortSchema schema = SchemaFile.Load(Path.Combine(silos[0], "schema.yaml"));
        Cohort all = CohortCsv.Read(schema, [.. silos.Select(silo => Path.Combine(silo, "patients.csv"))]);
        Assert.Equal([627, 366, 374, 173], silos.Select(silo => CohortCsv.Read(schema, Path.Combine(silo, "patients.csv")).Count));
        Assert.Equal(PublishedPatients, all.Count);
        Assert.Equal(CohortOrigin.Public, schema.Origin);
        Assert.Equal(PublishedPatients, EncoderFit.FitLocally(all).Records);
    }

    /// <summary>Counts taken from the published files with another program.</summary>
    [Fact]
    public void Counts_are_those_of_the_published_files()
    {
        (CohortSchema schema, IReadOnlyList<Cohort> cohorts) = AmlPreparation.Read(Source());
        Cohort all = Cohort.Concatenate(cohorts);

        Assert.Equal(463, Sum(all, "FLT3"));
        Assert.Equal(435, Sum(all, "NPM1"));
        Assert.Equal(86, Sum(all, "SRSF2"));
        Assert.Equal(31, Sum(all, "PHF6"));
        Assert.Equal(904, Sum(all, "os_event"));
        Assert.Equal(341, Sum(all, "FLT3_ITD"));
        Assert.Equal(37, Sum(all, "t_v_11"));
        Assert.Equal(122, all.Column(schema.IndexOf("t_v_11")).ToArray().Count(double.IsNaN));
        Assert.Equal(719, Sum(all, "sex"));
        Assert.Equal(45, Enumerable.Range(0, all.Count).Count(row => all[row, schema.IndexOf("minusY")] == 1 && all[row, schema.IndexOf("sex")] == 0));
        Assert.Equal(5_384 / 365.25, all.Column(schema.IndexOf("os_years")).ToArray().Max(), 0.001);
    }

    [Fact]
    public void The_schema_in_the_topology_folder_is_that_of_the_published_files()
    {
        CohortSchema schema = AmlPreparation.Read(Source()).Schema;

        Assert.Equal(SchemaDigest.Of(Kept()), SchemaDigest.Of(schema));
    }

    [Fact]
    public void The_schema_in_the_topology_folder_is_the_one_built_in_code()
    {
        CohortSchema kept = Kept();
        string[] genes = [.. kept.Columns.Skip(AmlSchema.Clinical.Count).SkipLast(2).Select(column => column.Name)];

        Assert.Equal(SchemaDigest.Of(AmlSchema.Build(genes)), SchemaDigest.Of(kept));
    }

    [Fact]
    public void Mutations_and_cytogenetic_flags_are_groups_of_their_own()
    {
        ILookup<string, string> groups = Kept().Columns.ToLookup(column => column.Group, column => column.Name);

        Assert.Equal((27, 16), (groups[ColumnGroup.Genes].Count(), groups[ColumnGroup.Cytogenetics].Count()));
        Assert.Contains("FLT3_ITD", groups[ColumnGroup.Genes]);
        Assert.Contains("minusY", groups[ColumnGroup.Cytogenetics]);
        Assert.Contains("splenomegaly", groups[ColumnGroup.Clinical]);
    }

    [Fact]
    public void Only_oncogenic_variants_of_at_least_two_percent_of_patients_become_columns()
    {
        WriteVariants("P0,FLT3,ONCOGENIC", "P1,FLT3,ONCOGENIC", "P2,SFRS2,ONCOGENIC", "P2,SFRS2,ONCOGENIC", "P3,SFRS2,ONCOGENIC", "P4,KIT,POSSIBLE", "P5,KIT,POSSIBLE", "P6,WT1,ONCOGENIC", "X,WT1,ONCOGENIC");

        AmlVariants variants = new(
            SourceTable.Read(Path.Combine(_folder.Path, AmlSchema.VariantFile), AmlVariants.SourceColumns, new InputErrorList())!,
            Enumerable.Range(0, 100).Select(i => $"P{i}").ToHashSet());

        Assert.Equal(["FLT3", "SRSF2"], variants.Genes);
        Assert.True(variants.Has("SRSF2", "P3"));
        Assert.False(variants.Has("SRSF2", "P0"));
    }

    [Fact]
    public void Absent_and_altered_files_are_refused_with_what_is_missing()
    {
        InvalidInputException absent = Assert.Throws<InvalidInputException>(() => AmlPreparation.Read(_folder.Path));
        _folder.Write(AmlSchema.ClinicalFile, "PDID,Study,Center,OS,Status,AOD\na,b\n");
        InvalidInputException altered = Assert.Throws<InvalidInputException>(() => AmlPreparation.Read(_folder.Path));

        Assert.Equal(2, absent.Errors.Count);
        Assert.Contains(PublicDataFolder.Variable, absent.Message, StringComparison.Ordinal);
        Assert.Contains(altered.Errors, error => error is { Line: 2, Message: "The line has 2 fields, the header 6" });
        Assert.Contains(altered.Errors, error => error.Field == "gender");
    }

    [Fact]
    public void Cells_as_published_become_values()
    {
        WriteVariants();
        WriteClinical([], new() { ["gender"] = "2", ["t_v_11"] = "TRUE", ["OS"] = "366", ["HB"] = "NA" });

        Cohort odd = AmlPreparation.Read(_folder.Path).Cohorts[1];

        Assert.Equal(2, odd.Count);
        Assert.Equal([0, 1, 0, 1, 1.002], new[] { odd[0, Of("sex")], odd[1, Of("sex")], odd[0, Of("t_v_11")], odd[1, Of("t_v_11")], odd[1, Of("os_years")] });
        Assert.True(double.IsNaN(odd[1, Of("haemoglobin")]));

        int Of(string column) => odd.Schema.IndexOf(column);
    }

    [Fact]
    public void Every_cell_that_cannot_be_used_is_listed_with_its_line_and_column()
    {
        WriteVariants();
        WriteClinical(
            new() { ["OS"] = "NA" },
            new() { ["Center"] = "C12", ["TypeAML"] = "lymphoma" },
            new() { ["gender"] = "3", ["complex"] = "yes", ["AOD"] = "" },
            new() { ["Study"] = "OTHER", ["Status"] = "dead", ["OS"] = "0", ["wbc"] = "NaN" });

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => AmlPreparation.Read(_folder.Path));

        Assert.Equal(
            ["2 OS", "3 Center", "3 TypeAML", "4 AOD", "4 complex", "4 gender", "5 OS", "5 Status", "5 Study", "5 wbc"],
            refused.Errors.Select(error => $"{error.Line} {error.Field}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("lymphoma", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SAMPLE_NAME,GENE,Result,GENE\na,b,c,d\n", "The column stands in the header more than once")]
    [InlineData("", "The column is missing")]
    [InlineData("SAMPLE_NAME,GENE,Result\na,\"b\"c,d\n", "The line is not CSV in UTF-8")]
    public void A_file_that_is_not_the_published_table_is_refused(string text, string message)
    {
        WriteClinical([]);
        _folder.Write(AmlSchema.VariantFile, text);

        InvalidInputException refused = Assert.Throws<InvalidInputException>(() => AmlPreparation.Read(_folder.Path));

        Assert.Contains(refused.Errors, error => error.Message == message);
    }

    private static CohortSchema Kept() => SchemaFile.Load(RepositoryRoot.File("topology", "aml", "aml.schema.yaml"));

    private static string Source()
    {
        string? source = PublicDataFolder.Find("aml", AppContext.BaseDirectory);
        Assert.SkipWhen(source is null, "The public AML cohort is not on this machine: set RINGFED_DATA to the folder that holds aml/.");
        return source!;
    }

    private static double Sum(Cohort cohort, string column) =>
        cohort.Column(cohort.Schema.IndexOf(column)).ToArray().Where(value => !double.IsNaN(value)).Sum();

    private void WriteVariants(params string[] rows) =>
        _folder.Write(AmlSchema.VariantFile, "SAMPLE_NAME,GENE,Result\n" + string.Concat(rows.Select(row => row + "\n")));

    // One patient a dictionary: the cells that differ from a usable row.
    private void WriteClinical(params Dictionary<string, string>[] patients)
    {
        string[] header = ["PDID", "Study", "Center", "OS", "Status", .. AmlSchema.Clinical.Select(column => column.Source)];
        IEnumerable<string> rows = patients.Select((cells, i) => string.Join(',', header.Select(name => cells.GetValueOrDefault(name) ?? Usable(name, i))));
        _folder.Write(AmlSchema.ClinicalFile, string.Join(',', header) + "\n" + string.Concat(rows.Select(row => row + "\n")));
    }

    private static string Usable(string column, int patient) => column switch
    {
        "PDID" => $"P{patient}",
        "Study" => "AMLSG0704",
        "Center" => "7",
        "AOD" or "OS" => "40",
        "gender" => "1",
        "TypeAML" => "AML",
        "HB" or "platelet" or "wbc" or "LDH" => "20",
        _ => "0",
    };
}
