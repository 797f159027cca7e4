namespace RingFed.Learning.Data;

/// <summary>Collects faults instead of stopping at the first. One thread at a time.</summary>
internal sealed class InputErrorList
{
    /// <summary>Faults listed one by one; the rest are only counted.</summary>
    public const int ListedMax = 1_000;

    private readonly List<InputError> _listed = [];
    private long _unlisted;

    public bool IsEmpty => _listed.Count == 0;

    public long Count => _listed.Count + _unlisted;

    public void Add(string file, int line, string field, string message, string remedy)
    {
        if (_listed.Count == ListedMax)
        {
            _unlisted++;
            return;
        }

        _listed.Add(new InputError(file, line, field, message, remedy));
    }

    /// <exception cref="InvalidInputException">At least one fault was added.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new InvalidInputException([.. _listed], _unlisted);
        }
    }
}
