namespace RingFed.Federation.Topology;

/// <summary>Reads <c>privacy</c>. A promise that this version cannot keep is refused, never ignored.</summary>
internal static class PrivacySection
{
    private static readonly Dictionary<string, string> LaterLevels = new()
    {
        ["record"] = "write dp: none; nothing that is sent is then differentially private",
        ["silo"] = "write dp: none; nothing that is sent is then differentially private",
    };

    public static PrivacySettings Read(SectionReader section)
    {
        section.Choice("dp", ["none"], "none", LaterLevels);
        foreach (string budget in new[] { "epsilon", "delta" }.Where(section.Has))
        {
            section.Fault(budget, "is a budget, but dp: none spends none", "remove the line");
        }

        if (!section.Flag("maskedFit", byDefault: true) && section.Text("maskedFit") == "false")
        {
            section.Fault("maskedFit", "is false, and no silo adds up statistics in the clear", "remove the line; sums are masked always");
        }

        return new PrivacySettings();
    }
}
