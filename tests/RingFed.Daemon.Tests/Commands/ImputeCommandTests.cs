using System.Text.Json;

namespace RingFed.Daemon.Tests.Commands;

public sealed class ImputeCommandTests
{
    [Fact]
    public async Task Holes_are_filled_and_every_known_cell_keeps_its_text_and_key()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("bayesian-network");
        string holes = silo.Write(silo.Unseen, "holes.csv", "age", "TP53", "os_years", "os_event");
        Invocation run = await silo.RunAsync("impute", "--data", holes, "--out", silo["full.csv"]);

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        string[][] before = Cells(holes);
        string[][] after = Cells(silo["full.csv"]);
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(before.SelectMany(line => line), before.Zip(after).SelectMany(lines => lines.First.Zip(lines.Second, (was, is_) => was == "NA" ? was : is_)));
        Assert.DoesNotContain("NA", after.SelectMany(line => line));
        Assert.StartsWith("# IMPUTED", File.ReadLines(silo["full.csv"]).First(), StringComparison.Ordinal);
        Assert.Contains("missing cells of", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_draws_are_several_files_that_differ_where_cells_were_missing()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("bayesian-network");
        string holes = silo.Write(silo.Unseen, "holes.csv", "age");
        Invocation run = await silo.RunAsync("impute", "--data", holes, "--out", silo["full.csv"], "--draws", "2", "--json");

        JsonElement filled = JsonDocument.Parse(run.Output).RootElement.GetProperty("filled");
        Assert.Equal([silo["full-1.csv"], silo["full-2.csv"]], filled.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal(0, filled.GetProperty("cellsLeft").GetInt32());
        Assert.NotEqual(File.ReadAllText(silo["full-1.csv"]), File.ReadAllText(silo["full-2.csv"]));
        Invocation again = await silo.RunAsync("impute", "--data", holes, "--out", silo["again.csv"]);
        Assert.True(again.ExitCode == ExitCodes.Success, again.Error);
        Assert.Equal(File.ReadAllText(silo["full-1.csv"]), File.ReadAllText(silo["again.csv"]));
    }

    [Fact]
    public async Task A_check_on_patients_that_the_model_never_saw_shows_that_it_knows_more_than_the_columns_do()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("bayesian-network", patients: 1_500);
        Invocation run = await silo.RunAsync("impute", "--data", silo.Write(silo.Unseen, "unseen.csv"), "--check", "--hide", ".2", "--json");

        JsonElement[] columns = [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("check").EnumerateArray()];
        Assert.DoesNotContain("os_years", columns.Select(column => column.GetProperty("column").GetString()));
        Assert.True(Mean(columns, true, "drawn") > Mean(columns, true, "floor"));
        Assert.True(Mean(columns, false, "drawn") < Mean(columns, false, "floor"));
        Assert.True(Mean(columns, false, "guessed") < Mean(columns, false, "plain"));
        Invocation text = await silo.RunAsync("impute", "--data", silo["unseen.csv"], "--check", "--draws", "1");
        Assert.Contains("best guess", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_is_refused_by_name_and_one_that_is_not_fitted_says_so()
    {
        using FittedSilo gan = FittedSilo.Unfitted("ctgan");
        string data = gan.Write(gan.Unseen, "d.csv");
        Invocation cannot = await gan.RunAsync("impute", "--data", data, "--check");
        Assert.Equal(ExitCodes.BadInput, cannot.ExitCode);
        Assert.Contains("'ctgan' cannot fill in cells", cannot.Error, StringComparison.Ordinal);

        using FittedSilo none = FittedSilo.Unfitted("bayesian-network");
        Invocation unfitted = await none.RunAsync("impute", "--data", data, "--check");
        Assert.Equal(ExitCodes.Failure, unfitted.ExitCode);
        Assert.Contains("does not exist", unfitted.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing is asked for")]
    [InlineData("--draws must be from 1 to 100, not 0", "--out", "x.csv", "--draws", "0")]
    [InlineData("--hide must be above 0", "--check", "--hide", "1")]
    public async Task A_request_that_cannot_be_met_is_a_sentence(string sentence, params string[] options)
    {
        using FittedSilo silo = await FittedSilo.OfAsync("bayesian-network", patients: 150);
        Invocation wrong = await silo.RunAsync("impute", ["--data", silo.Write(silo.Unseen, "d.csv"), .. options]);
        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Contains(sentence, wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_patients_is_never_written_over()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("bayesian-network", patients: 150);
        string data = silo.Write(silo.Unseen, "d.csv", "age");
        string before = File.ReadAllText(data);
        Invocation wrong = await silo.RunAsync("impute", "--data", data, "--out", data);
        Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
        Assert.Equal(before, File.ReadAllText(data));
    }

    [Fact]
    public async Task Neither_a_numbered_name_nor_a_link_leads_over_the_file_of_patients()
    {
        using FittedSilo silo = await FittedSilo.OfAsync("bayesian-network", patients: 150);
        string data = silo.Write(silo.Unseen, "d-1.csv", "age");
        string before = File.ReadAllText(data);
        File.CreateSymbolicLink(silo["link.csv"], "d-1.csv");
        Directory.CreateSymbolicLink(silo["folder"], Path.GetDirectoryName(data)!);
        foreach (string[] options in new string[][]
        {
            ["--out", silo["d.csv"], "--draws", "2"], ["--out", silo["link.csv"]], ["--out", silo["folder/d-1.csv"]], ["--out", silo["folder/d.csv"], "--draws", "2"],
        })
        {
            Invocation wrong = await silo.RunAsync("impute", ["--data", data, .. options]);
            Assert.Equal(ExitCodes.BadInput, wrong.ExitCode);
            Assert.Contains("is the file of --data", wrong.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllText(data));
        Assert.False(File.Exists(silo["d-2.csv"]));
    }

    private static double Mean(JsonElement[] columns, bool isDiscrete, string measure) =>
        columns.Where(column => column.GetProperty("isDiscrete").GetBoolean() == isDiscrete).Average(column => column.GetProperty(measure).GetDouble());

    private static string[][] Cells(string path) => [.. File.ReadLines(path).Where(line => !line.StartsWith('#')).Select(line => line.Split(','))];
}
