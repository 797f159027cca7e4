using System.Globalization;

namespace RingFed.Benchmarks;

/// <summary>Suite names and <c>--option number</c> pairs of a command line.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    internal List<string> Suites { get; } = [];

    /// <summary>Timed runs of each line, after one that is not counted.</summary>
    internal int Repeats => Number("repeats", 7);

    /// <exception cref="FormatException">An option without a whole number above 0.</exception>
    internal static BenchmarkOptions Parse(IReadOnlyList<string> args)
    {
        BenchmarkOptions options = new();
        for (int i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                options.Suites.Add(args[i]);
                continue;
            }

            if (i + 1 == args.Count
                || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || number == 0)
            {
                throw new FormatException($"{args[i]} takes a whole number above 0.");
            }

            options.numbers[args[i++][2..]] = number;
        }

        return options;
    }

    internal int Number(string name, int otherwise) => numbers.GetValueOrDefault(name, otherwise);
}
