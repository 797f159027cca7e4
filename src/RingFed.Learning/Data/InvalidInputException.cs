namespace RingFed.Learning.Data;

/// <summary>Files could not be used. Carries every fault found, up to a named cap, so that one look suffices to mend them.</summary>
/// <param name="errors">In the order of the files.</param>
/// <param name="unlisted">Faults beyond the cap.</param>
public sealed class InvalidInputException(IReadOnlyList<InputError> errors, long unlisted = 0)
    : Exception(Describe(errors, unlisted))
{
    public IReadOnlyList<InputError> Errors { get; } = errors;

    /// <summary>Number of further faults that were counted but not listed.</summary>
    public long Unlisted { get; } = unlisted;

    private static string Describe(IReadOnlyList<InputError> errors, long unlisted)
    {
        string lines = string.Join('\n', errors);
        return unlisted > 0 ? $"{lines}\nand {unlisted} more." : lines;
    }
}
