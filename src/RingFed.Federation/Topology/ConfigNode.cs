namespace RingFed.Federation.Topology;

/// <summary>A value in a configuration file with the line it stands on.</summary>
internal abstract record ConfigNode(int Line);

/// <param name="IsPlain">Written without quotes: only then can an empty text mean "no value".</param>
internal sealed record ConfigScalar(int Line, string Text, bool IsPlain) : ConfigNode(Line)
{
    public bool IsEmpty => IsPlain && Text is "" or "~" or "null";
}

internal sealed record ConfigList(int Line, IReadOnlyList<ConfigNode> Items) : ConfigNode(Line);

internal sealed record ConfigMap(int Line, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Line);

internal sealed record ConfigEntry(int Line, string Name, ConfigNode Value);
