using RingFed.Learning.Data;
using RingFed.Learning.Data.Csv;

namespace RingFed.Learning.Tests.Data.Csv;

public sealed class PatientFileTests : IDisposable
{
    private static readonly CohortSchema Schema = new()
    {
        Name = "test",
        Origin = CohortOrigin.Clinical,
        KeyColumn = "key",
        Columns =
        [
            new ColumnSchema { Name = "age", Kind = ColumnKind.Continuous, Minimum = 0, Maximum = 100, Decimals = 1 },
            new ColumnSchema { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f, or so", "m"] },
        ],
    };

    private readonly TemporaryFolder _folder = new();

    private string File(string text)
    {
        string path = Path.Combine(_folder.Path, "in.csv");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private string Out => Path.Combine(_folder.Path, "out.csv");

    [Fact]
    public void Any_cell_may_be_missing_and_the_cohort_has_the_schema_asked_for()
    {
        PatientFile patients = PatientFile.Read(Schema, File("sex,key,age\n\"f, or so\",a,\nNA,b,7\n"));
        Assert.Same(Schema, patients.Cohort.Schema);
        Assert.Equal(["a", "b"], patients.Keys);
        Assert.Equal([double.NaN, 7], patients.Cohort.Column(0).ToArray());
        Assert.Equal([0, double.NaN], patients.Cohort.Column(1).ToArray());
    }

    [Fact]
    public void Only_what_was_missing_is_written_anew()
    {
        PatientFile patients = PatientFile.Read(Schema, File("# a comment\nsex,key,age\n\"f, or so\",a,\n\nNA,b,7.0000\n"));
        patients.WriteFilled(new Cohort(Schema, [[50.04, 99], [1, 1]]), Out, "NOTE");
        Assert.Equal(["# NOTE", "sex,key,age", "\"f, or so\",a,50.0", "m,b,7.0000"], System.IO.File.ReadAllLines(Out));
        Assert.Throws<ArgumentException>(() => patients.WriteFilled(new Cohort(Schema, [[1], [1]]), Out, "NOTE"));
    }

    [Fact]
    public void What_is_said_of_a_patient_stands_beside_the_key_or_the_row()
    {
        string path = File("key,age,sex\na,1,m\nb,2,m\n");
        PatientFile.Read(Schema, path).WriteBeside([("risk", ["1", "2"])], Out, "NOTE");
        Assert.Equal(["# NOTE", "key,risk", "a,1", "b,2"], System.IO.File.ReadAllLines(Out));
        CohortSchema keyless = Schema with { KeyColumn = null, Origin = CohortOrigin.Simulated };
        PatientFile.Read(keyless, File("age,sex\n1,m\n2,m\n")).WriteBeside([("risk", ["1", "2"])], Out, "NOTE");
        Assert.Equal(["row,risk", "1,1", "2,2"], System.IO.File.ReadAllLines(Out)[2..]);
    }

    [Fact]
    public void Faults_are_listed_as_of_any_cohort() =>
        Assert.Throws<InvalidInputException>(() => PatientFile.Read(Schema, File("key,age,sex\na,101,m\n")));

    public void Dispose() => _folder.Dispose();
}
