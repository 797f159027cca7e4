using RingFed.Learning.Models.Checkpoints;

namespace RingFed.Learning.Models.Parameters;

/// <summary>Networks and optimisers in a checkpoint: parameters by name, Adam's moments as one vector each.</summary>
internal static class ParameterEntries
{
    public static List<SafetensorsEntry> Of(FlatParameters parameters)
    {
        List<SafetensorsEntry> entries = [];
        Span<float> values = parameters.Values;
        foreach (ParameterSpec spec in parameters.Specs)
        {
            entries.Add(SafetensorsEntry.Of<float>(spec.Name, values[..spec.Count], spec.Shape));
            values = values[spec.Count..];
        }

        return entries;
    }

    /// <param name="network">What the optimiser steps, as the entries are to name it.</param>
    public static List<SafetensorsEntry> Of(FlatAdam adam, string network) =>
    [
        SafetensorsEntry.Of<float>(FirstName(network), adam.First, adam.First.Length),
        SafetensorsEntry.Of<float>(SecondName(network), adam.Second, adam.Second.Length),
    ];

    /// <param name="keep">False to check names, types and shapes alone.</param>
    /// <exception cref="InvalidDataException">A parameter is absent or of another shape.</exception>
    public static void Read(SafetensorsFile file, FlatParameters parameters, bool keep)
    {
        Span<float> values = parameters.Values;
        foreach (ParameterSpec spec in parameters.Specs)
        {
            Transfer(file.Read<float>(spec.Name, spec.Shape), values[..spec.Count], keep);
            values = values[spec.Count..];
        }
    }

    /// <inheritdoc cref="Read(SafetensorsFile, FlatParameters, bool)"/>
    public static void Read(SafetensorsFile file, FlatAdam adam, string network, bool keep)
    {
        Transfer(file.Read<float>(FirstName(network), adam.First.Length), adam.First, keep);
        Transfer(file.Read<float>(SecondName(network), adam.Second.Length), adam.Second, keep);
    }

    private static string FirstName(string network) => $"adam.{network}.first";

    private static string SecondName(string network) => $"adam.{network}.second";

    private static void Transfer(ReadOnlySpan<float> source, Span<float> target, bool keep)
    {
        if (keep)
        {
            source.CopyTo(target);
        }
    }
}
