using System.Diagnostics;
using RingFed.Learning.Privacy;

namespace RingFed.Learning.Tests.Privacy;

public sealed class FileLedgerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger").FullName;

    private string FilePath => Path.Combine(_folder, "ledger.jsonl");

    [Fact]
    public void What_was_reserved_is_still_spent_after_a_restart()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Entry(0.5));
            ledger.Reserve(Entry(0.25));
        }

        using FileLedger again = Open();
        Assert.Equal(0.75, again.EpsilonSpent);
    }

    [Fact]
    public void A_reservation_is_in_the_file_before_the_call_returns()
    {
        using FileLedger ledger = Open();
        ledger.Reserve(Entry(0.5));
        Assert.True(new FileInfo(FilePath).Length > 0);
    }

    [Fact]
    public void A_reservation_over_the_budget_is_refused_and_not_booked()
    {
        using FileLedger ledger = Open(epsilonMax: 1);
        ledger.Reserve(Entry(0.75));
        BudgetSpentException fault = Assert.Throws<BudgetSpentException>(() => ledger.Reserve(Entry(0.5)));
        Assert.Contains("ctgan", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0.75, ledger.EpsilonSpent);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Spent_epsilon_never_decreases(double epsilon)
    {
        using FileLedger ledger = Open();
        Assert.Throws<ArgumentException>(() => ledger.Reserve(Entry(epsilon)));
        Assert.Equal(0, ledger.EpsilonSpent);
    }

    [Fact]
    public void What_was_announced_and_forgotten_is_booked_with_the_cost_of_one_round_and_a_reason()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Entry(0.125));
        }

        using (FileLedger copy = Open())
        {
            Assert.Equal(0.5, copy.Recover(0.5, "first"));
            Assert.Equal(0.625, copy.EpsilonSpent);
        }

        Assert.Contains("\"purpose\":\"Forgotten\"", File.ReadAllLines(FilePath)[1], StringComparison.Ordinal);
        Assert.Contains("announced 0.5, this ledger said 0.125", File.ReadAllLines(FilePath)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_occasion_is_booked_once_across_restarts_and_again_only_as_far_as_more_was_announced()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Entry(0.125));
        }

        using (FileLedger copy = Open())
        {
            copy.Recover(0.125, "first");
        }

        using FileLedger again = Open();
        Assert.Equal(0, again.Recover(0.125, "first"));
        Assert.Equal(0.25, again.EpsilonSpent);
        Assert.Equal(0.125, again.Recover(0.125, "second"));
        again.Recover(0.5, "first");
        Assert.Equal(0.625, again.EpsilonSpent);
    }

    [Fact]
    public void Books_that_say_as_much_as_was_announced_are_left_alone_when_nothing_was_put_back()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Entry(0.5));
        }

        using FileLedger again = Open();
        long length = new FileInfo(FilePath).Length;

        Assert.Equal(0, again.Recover(0.5, null));
        Assert.Equal(length, new FileInfo(FilePath).Length);
        Assert.Equal(0.625, again.Recover(0.625, null));
    }

    [Fact]
    public void What_this_process_spent_before_it_learned_comes_on_top()
    {
        const double Dearest = 1;
        WriteThree();
        using FileLedger copy = Open();
        double before = copy.EpsilonSpent;
        copy.Reserve(Entry(0.5));

        copy.Recover(before + 0.25, "first");

        Assert.Equal(before + 0.25 + Dearest + 0.5, copy.EpsilonSpent);
    }

    [Fact]
    public void Where_no_entry_ever_cost_anything_all_that_was_announced_stands_for_one_round()
    {
        using FileLedger ledger = Open();

        ledger.Recover(0.5, "first");

        Assert.Equal(1, ledger.EpsilonSpent);
    }

    [Fact]
    public void A_budget_that_is_spent_by_what_was_forgotten_grants_nothing_more()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Entry(0.25));
        }

        using FileLedger copy = Open(epsilonMax: 1);
        copy.Recover(1.5, "first");

        Assert.Equal(1.75, copy.EpsilonSpent);
        Assert.Throws<BudgetSpentException>(() => copy.Reserve(Entry(0.125)));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Nothing_that_is_no_number_can_have_been_announced(double announced)
    {
        using FileLedger ledger = Open();
        Assert.Throws<ArgumentException>(() => ledger.Recover(announced, "first"));
        Assert.Equal(0, ledger.EpsilonSpent);
    }

    [Fact]
    public void A_line_cut_off_by_a_crash_is_dropped_and_the_next_one_follows()
    {
        WriteThree();
        byte[] content = File.ReadAllBytes(FilePath);
        File.WriteAllBytes(FilePath, content[..^5]);
        using (FileLedger ledger = Open())
        {
            Assert.Equal(2, ledger.EpsilonSpent);
            ledger.Reserve(Entry(4));
        }

        using FileLedger again = Open();
        Assert.Equal(6, again.EpsilonSpent);
    }

    [Fact]
    public void What_failed_writes_left_behind_is_cut_off_before_the_next_line()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Entry(1));
            AppendFromOutside(new string('x', 2_000) + "\\n");
            ledger.Reserve(Entry(2));
        }

        using FileLedger again = Open();
        Assert.Equal(3, again.EpsilonSpent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_removed_line_is_found(int removed)
    {
        WriteThree();
        List<string> lines = [.. File.ReadAllLines(FilePath)];
        lines.RemoveAt(removed);
        File.WriteAllText(FilePath, string.Concat(lines.Select(line => line + "\n")));
        Assert.Throws<InvalidDataException>(() => Open());
    }

    [Fact]
    public void A_changed_line_is_found_with_its_number()
    {
        WriteThree();
        string text = File.ReadAllText(FilePath);
        File.WriteAllText(FilePath, text.Replace("\"epsilon\":1", "\"epsilon\":0", StringComparison.Ordinal));
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => Open());
        Assert.Contains("(2)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statistic_is_booked_with_what_it_could_reveal()
    {
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Statistic(new StatisticTerms(2, 1.5, 1_000, 10, "bins of the shared encoder")));
            ledger.Reserve(Entry(1));
        }

        string[] lines = File.ReadAllLines(FilePath);
        Assert.Contains("\"terms\":{\"sensitivityL1\":2,\"sensitivityL2\":1.5,\"bound\":1000,\"minimumCount\":10,\"purpose\":\"bins of the shared encoder\"}", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("terms", lines[1], StringComparison.Ordinal);
        using FileLedger again = Open();
        Assert.Equal(1, again.EpsilonSpent);
    }

    [Theory]
    [InlineData(-1, 1, 10, "why")]
    [InlineData(1, double.NaN, 10, "why")]
    [InlineData(1, 1, -10, "why")]
    [InlineData(1, 1, 10, " ")]
    public void Terms_that_say_nothing_are_refused(double sensitivity1, double sensitivity2, int minimumCount, string purpose)
    {
        using FileLedger ledger = Open();
        Assert.Throws<ArgumentException>(() => ledger.Reserve(Statistic(new StatisticTerms(sensitivity1, sensitivity2, 5, minimumCount, purpose))));
        Assert.Equal(0, new FileInfo(FilePath).Length);
    }

    [Fact]
    public void Lines_written_before_there_were_terms_are_still_followed()
    {
        const string old = """{"sequence":0,"at":"2026-01-01T00:00:00+00:00","purpose":"Statistic","name":"histogram","epsilon":0.5,"delta":0,"mechanism":null,"previous":"0000000000000000000000000000000000000000000000000000000000000000"}""";
        File.WriteAllText(FilePath, old + "\n");
        using (FileLedger ledger = Open())
        {
            ledger.Reserve(Statistic(new StatisticTerms(1, 1, 1, 0, "why")));
        }

        Assert.Equal(old, File.ReadAllLines(FilePath)[0]);
        using FileLedger again = Open();
        Assert.Equal(0.5, again.EpsilonSpent);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static LedgerEntry Entry(double epsilon) => new(LedgerPurpose.Training, "ctgan", epsilon, 1e-5, "dp-sgd");

    private static LedgerEntry Statistic(StatisticTerms terms) => new(LedgerPurpose.Statistic, "histogram", 0, 0, null, terms);

    private FileLedger Open(double epsilonMax = double.PositiveInfinity) => new(FilePath, TimeProvider.System, epsilonMax);

    /// <summary>As only another program can: within a process the file is locked.</summary>
    private void AppendFromOutside(string text)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs a file system that lets another program append to an open file");
        }

        using Process shell = Process.Start("/bin/sh", ["-c", "printf \"$1\" >> \"$0\"", FilePath, text]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private void WriteThree()
    {
        using FileLedger ledger = Open();
        ledger.Reserve(Entry(1));
        ledger.Reserve(Entry(1));
        ledger.Reserve(Entry(1));
    }
}
