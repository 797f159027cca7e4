namespace RingFed.Federation.Topology;

/// <summary>A value in a configuration file with the line it stands on.</summary>
public abstract record ConfigNode(int Line);

/// <param name="IsPlain">Written without quotes: only then can an empty text mean "no value".</param>
public sealed record ConfigScalar(int Line, string Text, bool IsPlain) : ConfigNode(Line)
{
    public bool IsEmpty => IsPlain && Text is "" or "~" or "null";
}

public sealed record ConfigList(int Line, IReadOnlyList<ConfigNode> Items) : ConfigNode(Line);

public sealed record ConfigMap(int Line, IReadOnlyList<ConfigEntry> Entries) : ConfigNode(Line);

public sealed record ConfigEntry(int Line, string Name, ConfigNode Value);
