using System.Globalization;
using System.Runtime.InteropServices;

namespace RingFed.Benchmarks;

/// <summary>Runs the suites named on the command line, all when none is, and prints one table.</summary>
internal static class BenchmarkRun
{
    private const int ExitUsage = 2;

    internal static int Execute(IReadOnlyList<IBenchmarkSuite> suites, IReadOnlyList<string> args, TextWriter output)
    {
        try
        {
            BenchmarkOptions options = BenchmarkOptions.Parse(args);
            IReadOnlyList<IBenchmarkSuite> chosen = Choose(suites, options.Suites);
            output.WriteLine(FormattableString.Invariant(
                $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; medians of {options.Repeats} runs"));
            foreach (IBenchmarkSuite suite in chosen)
            {
                Print(suite.Name, [.. suite.Run(options)], output);
            }

            return 0;
        }
        catch (FormatException fault)
        {
            output.WriteLine(fault.Message);
            output.WriteLine("usage: [suite ...] [--repeats 7] [--option number ...]");
            foreach (IBenchmarkSuite suite in suites)
            {
                output.WriteLine($"  {suite.Name,-12} {suite.Usage}");
            }

            return ExitUsage;
        }
    }

    private static IReadOnlyList<IBenchmarkSuite> Choose(IReadOnlyList<IBenchmarkSuite> suites, List<string> names)
    {
        if (names.Find(name => suites.All(suite => suite.Name != name)) is { } unknown)
        {
            throw new FormatException($"There is no suite '{unknown}'.");
        }

        return names.Count == 0 ? suites : [.. suites.Where(suite => names.Contains(suite.Name))];
    }

    private static void Print(string suite, IReadOnlyList<Measurement> lines, TextWriter output)
    {
        string[][] cells =
        [
            [suite, "workload", "median", "unit", "compared in this run"],
            .. lines.Select(line => (string[])
                [line.What, line.Workload, line.Value.ToString("0.0000", CultureInfo.InvariantCulture), line.Unit, line.Compared]),
        ];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length))];
        output.WriteLine();
        foreach (string[] row in cells)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
