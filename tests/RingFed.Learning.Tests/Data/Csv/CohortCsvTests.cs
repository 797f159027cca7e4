using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Learning.Tests.Data.Csv;

public sealed class CohortCsvTests : IDisposable
{
    private const string Header = "patient,age,ecog,sex,SF3B1,os_years,os_event\n";

    private readonly TemporaryFolder _folder = new();
    private readonly CohortSchema _schema = Schema("simulated");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_categories_and_missing_tokens_are_read()
    {
        string path = _folder.Write("a.csv", "# SIMULATED\n" + Header + "p1,70.5,2,male,1,1.25,0\np2,\"60\",NA,female,.,NA,nan\n");

        Cohort cohort = CohortCsv.Read(_schema, path);

        Assert.Equal(2, cohort.Count);
        Assert.Equal([70.5, 60], cohort.Column(0).ToArray());
        Assert.Equal([2, double.NaN], cohort.Column(1).ToArray());
        Assert.Equal([1, 0], cohort.Column(2).ToArray());
        Assert.Equal([1, double.NaN], cohort.Column(3).ToArray());
        Assert.Equal([1.25, double.NaN], cohort.Column(4).ToArray());
        Assert.Equal([0, double.NaN], cohort.Column(5).ToArray());
    }

    [Fact]
    public void Columns_may_stand_in_any_order()
    {
        string path = _folder.Write("a.csv", "os_event,os_years,SF3B1,sex,ecog,age,patient\n1,2,0,male,1,70,p1\n");

        Assert.Equal([70, 1, 1, 0, 2, 1], Enumerable.Range(0, 6).Select(column => CohortCsv.Read(_schema, path)[0, column]));
    }

    [Fact]
    public void A_category_that_looks_like_a_missing_token_is_a_category()
    {
        CohortSchema schema = SchemaFile.Parse("{ name: a, origin: public, columns: [{ name: x, kind: categorical, categories: [NA, b] }] }", "a");

        Assert.Equal(0, CohortCsv.Read(schema, _folder.Write("a.csv", "x\nNA\n"))[0, 0]);
    }

    [Fact]
    public void Every_fault_is_reported_by_file_line_and_column()
    {
        string first = _folder.Write("first.csv", Header
            + "p1,70,1,male,1,1,0\n"
            + "p2,17,1,male,1,1,0\n"
            + "p3,\"70,5\",1.5,man,2,0,1\n"
            + "p4,70,1,male,1,,1\n"
            + "p5,,1,male,1,2,\n"
            + "p6,70,1,male\n"
            + "p1,70,1,male,1,1,0\n"
            + ",30,4,male,1,1,0\n"
            + "p9,30,4,male,1,1,0\n");
        string second = _folder.Write("second.csv", Header + "p1,70,1,male,1,1,0\n");

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, first, second));

        Assert.Equal(
            [
                (first, 3, "age"), (first, 4, "age"), (first, 4, "ecog"), (first, 4, "sex"), (first, 4, "SF3B1"),
                (first, 4, "os_years"), (first, 5, "os_years"), (first, 6, "age"), (first, 7, ""), (first, 8, "patient"),
                (first, 9, "patient"), (first, 10, "ecog"), (second, 2, "patient"),
            ],
            refusal.Errors.Select(error => (error.File, error.Line, error.Field)));
        Assert.Equal("The value is outside 18 to 110 years (`17`)", refusal.Errors[0].Message);
        Assert.Equal("Write one of female, male, or add it to the schema", refusal.Errors[3].Remedy);
        Assert.Equal("The survival time is not above 0 (`0`)", refusal.Errors[5].Message);
        Assert.Equal("An event flag without a time", refusal.Errors[6].Message);
        Assert.Equal("The row breaks `ecog <= 3`", refusal.Errors[11].Message);
        Assert.Equal("The key stands already at first.csv:2 (`p1`)", refusal.Errors[12].Message);
    }

    [Fact]
    public void Lines_are_counted_over_comments_blank_lines_and_windows_line_ends()
    {
        string path = _folder.Write(
            "a.csv", "# one\r\n" + Header.TrimEnd() + "\r\n\r\n# four\r\np1,70,1,male,1,1,0\r\n\r\np2,1,1,male,1,1,0\r\np3,2,1,male,1,1,0");

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, path));

        Assert.Equal([7, 8], refusal.Errors.Select(error => error.Line));
    }

    [Fact]
    public void No_value_or_key_of_a_clinical_cohort_stands_in_a_message()
    {
        CohortSchema schema = Schema("clinical");
        string rows = _folder.Write("rows.csv", Header + "secret1,secret2,secret3,secret4,secret5,secret6,secret7\nsecret1,70,1,male,1,1,0\nsecret1,70,1,male,1,1,0\n");
        string headerless = _folder.Write("headerless.csv", "secret1,70,1,male,1,1,0\n");
        string halfHeaderless = _folder.Write("half.csv", "secret1,age,sex,SF3B1,secret2,secret3\n");
        string quote = _folder.Write("quote.csv", Header + "secret1,7\"0,1,male,1,1,0\n");
        string unclosed = _folder.Write("unclosed.csv", Header + "secret1,\"70,1,male" + string.Concat(Enumerable.Repeat(",secret\n", 20_000)));

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(
            () => CohortCsv.Read(schema, rows, headerless, halfHeaderless, quote, unclosed));

        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([rows, headerless, halfHeaderless, quote, unclosed], refusal.Errors.Select(error => error.File).Distinct());
    }

    [Fact]
    public void Wrong_headers_are_reported_with_the_nearest_name()
    {
        string path = _folder.Write("a.csv", "patient,age,ecog,sex,SF3B1,os_year,os_event,age,note\n");

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, path));

        Assert.Equal(["os_years", "os_year", "age", "note"], refusal.Errors.Select(error => error.Field));
        Assert.Equal("Write `os_years`", refusal.Errors[1].Remedy);
    }

    [Fact]
    public void A_file_with_semicolons_is_told_to_use_commas()
    {
        string path = _folder.Write("a.csv", Header.Replace(',', ';'));

        Assert.Equal("Separate fields by commas", Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, path)).Errors[0].Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    public void An_empty_file_is_refused(string text)
    {
        string path = _folder.Write("a.csv", text);

        Assert.Equal("The file is empty", Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, path)).Errors[0].Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_and_absent_files_are_refused()
    {
        string path = Path.Combine(_folder.Path, "latin.csv");
        File.WriteAllBytes(path, [.. "patient,age\n"u8, 0xE9, 0x0A]);

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, path, "/nowhere.csv"));

        Assert.Equal(["The file is not UTF-8 text", "There is no such file"], refusal.Errors.Select(error => error.Message));
    }

    [Fact]
    public void Faults_beyond_the_cap_are_counted()
    {
        string path = _folder.Write("a.csv", Header + string.Concat(Enumerable.Range(0, 1_500).Select(i => $"p{i},1,1,male,1,1,0\n")));

        InvalidInputException refusal = Assert.Throws<InvalidInputException>(() => CohortCsv.Read(_schema, path));

        Assert.Equal((1_000, 500L), (refusal.Errors.Count, refusal.Unlisted));
        Assert.EndsWith("and 500 more.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_cohort_reads_back_rounded()
    {
        Cohort cohort = new(_schema, [[70.449, 80], [2, double.NaN], [1, 0], [double.NaN, 1], [1.00049, double.NaN], [1, double.NaN]]);
        string path = Path.Combine(_folder.Path, "out.csv");

        CohortCsv.Write(cohort, path);

        Assert.Equal(
            ["# SIMULATED: no patient stands behind any row of this file.", Header.TrimEnd(), "row-1,70.4,2,male,NA,1.000,1", "row-2,80.0,NA,female,1,NA,NA"],
            File.ReadAllLines(path));
        Assert.Equal(70.4, CohortCsv.Read(_schema, path)[0, 0]);
    }

    [Fact]
    public void A_synthetic_cohort_says_so_in_its_first_line()
    {
        string path = Path.Combine(_folder.Path, "out.csv");

        CohortCsv.Write(new Cohort(Schema("clinical"), [[], [], [], [], [], []]), path, CohortLabel.Synthetic);

        Assert.StartsWith("# SYNTHETIC", File.ReadAllText(path), StringComparison.Ordinal);
    }

    private static CohortSchema Schema(string origin) => SchemaFile.Parse(
        $$"""
        name: test
        origin: {{origin}}
        key: patient
        columns:
          - { name: age, kind: continuous, unit: years, range: [18, 110], decimals: 1 }
          - { name: ecog, kind: integer, range: [0, 4], missing: allowed }
          - { name: sex, kind: categorical, categories: [female, male] }
          - { name: SF3B1, kind: binary, missing: allowed }
          - { name: os, kind: endpoint, time: os_years, event: os_event, range: [0.001, 30], decimals: 3, missing: allowed }
        constraints: [ ecog <= 3 ]
        """,
        "test.yaml");
}
