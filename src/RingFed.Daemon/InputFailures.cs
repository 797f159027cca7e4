using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Schemas;

namespace RingFed.Daemon;

/// <summary>Collects the faults of several input files, so that all of them are listed before a command gives up.</summary>
internal sealed class InputFailures
{
    private readonly List<string> _sentences = [];

    /// <summary>What <paramref name="load"/> returns, or null when it found faults, which are kept for the end.</summary>
    public T? Try<T>(Func<T> load)
        where T : class
    {
        try
        {
            return load();
        }
        catch (InvalidInputException invalid)
        {
            _sentences.AddRange(invalid.Errors.Select(error => error.ToString()));
            if (invalid.Unlisted > 0)
            {
                _sentences.Add($"and {invalid.Unlisted} more");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException
            or ArgumentException)
        {
            _sentences.AddRange(fault.Message.Split(Environment.NewLine));
        }

        return null;
    }

    /// <summary>The loaded value, or null when the file has faults, which are kept for the end.</summary>
    public T? Take<T>(Loaded<T> loaded)
        where T : class
    {
        _sentences.AddRange(loaded.Faults.Select(fault => fault.ToString()));
        return loaded.Value;
    }

    /// <summary>Runs a check that throws what <see cref="Try{T}"/> catches.</summary>
    public void Check(Action check) => Try(() =>
    {
        check();
        return this;
    });

    public void Add(string sentence) => _sentences.Add(sentence);

    /// <exception cref="CommandFailure">At least one fault was found.</exception>
    public void ThrowIfAny()
    {
        if (_sentences.Count > 0)
        {
            throw new CommandFailure(ExitCodes.BadInput, _sentences);
        }
    }
}
