namespace RingFed.Learning.Models.Auto;

/// <summary>What the choice of a model goes by, beside the schema. All silos have the same.</summary>
public sealed record AutoOptions : ModelOptions
{
    /// <summary>Patients that the federation expects over all silos; 1 or more. Nobody knows the true number before the ring has summed.</summary>
    public int ExpectedRecords { get; init; } = 5_000;

    /// <summary>Options as a topology writes them, by the names of the properties with a small first letter.</summary>
    /// <exception cref="ArgumentException">Unknown names, values that are no numbers, or values out of range.</exception>
    public static AutoOptions Parse(IReadOnlyDictionary<string, string> texts)
    {
        OptionReader read = new(AutoChoice.Name, texts);
        AutoOptions options = new() { ExpectedRecords = read.Whole("expectedRecords", new AutoOptions().ExpectedRecords) };
        read.ThrowIfFaulty();
        return options.ExpectedRecords > 0 ? options : throw new ArgumentException($"{AutoChoice.Name}: expectedRecords must be above 0.");
    }
}
