using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>
/// Options that are checked while the command line is read, so that every fault is listed at once and nothing starts.
/// </summary>
internal static class BenchOptions
{
    /// <summary>A whole number within a range.</summary>
    public static Option<int> Whole(string name, string description, int otherwise, int least, int most) => new(name)
    {
        Description = $"{description} ({least} to {most}).",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Number(result, name, result.Tokens.Count == 1 ? result.Tokens[0].Value : "", least, most) ?? otherwise,
    };

    /// <summary>A whole number within a range, or nothing.</summary>
    public static Option<int?> WholeOrNone(string name, string description, int least, int most) => new(name)
    {
        Description = $"{description} ({least} to {most}).",
        CustomParser = result => Number(result, name, result.Tokens.Count == 1 ? result.Tokens[0].Value : "", least, most),
    };

    /// <summary>Whole numbers within a range, separated by commas.</summary>
    public static Option<int[]> Wholes(string name, string description, int[] otherwise, int least, int most) => new(name)
    {
        Description = $"{description} (each {least} to {most}).",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => [.. Words(result).Select(word => Number(result, name, word, least, most) ?? least)],
    };

    /// <summary>Words of a list, separated by commas.</summary>
    public static Option<string[]> Names(string name, string description, string[] otherwise, IReadOnlyList<string> known, string kind) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => [.. Words(result).Select(word => Known(result, name, word, known, kind))],
    };

    /// <summary>One word of a list.</summary>
    public static Option<string> Name(string name, string description, string otherwise, IReadOnlyList<string> known, string kind) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Known(result, name, result.Tokens.Count == 1 ? result.Tokens[0].Value : otherwise, known, kind),
    };

    /// <summary>
    /// Reads every option, so that all faults are listed: the parser itself stops reading at the first check that fails.
    /// Then checks over several options.
    /// </summary>
    public static void ListAllFaults(this Command command, Action<CommandResult> checks) => command.Validators.Add(result =>
    {
        foreach (Option option in command.Options)
        {
            Sound(() => result.GetResult(option)?.GetValueOrDefault<object>());
        }

        checks(result);
    });

    /// <summary>An option's value, or nothing when it was refused: for checks over several options.</summary>
    public static T? Sound<T>(this CommandResult result, Option<T> option) => Sound(() => result.GetValue(option));

    // A value that was refused cannot be read; its fault is listed already.
    private static T? Sound<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private static int? Number(ArgumentResult result, string name, string word, int least, int most)
    {
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{name} must be from {least} to {most}, not '{word}'");
        return null;
    }

    private static string Known(ArgumentResult result, string name, string word, IReadOnlyList<string> known, string kind)
    {
        if (!known.Contains(word, StringComparer.Ordinal))
        {
            result.AddError($"{name}: there is no {kind} '{word}'; write one of {string.Join(", ", known)}");
        }

        return word;
    }

    private static IEnumerable<string> Words(ArgumentResult result) =>
        result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries));
}
