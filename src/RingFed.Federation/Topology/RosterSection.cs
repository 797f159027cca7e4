using RingFed.Federation.Identity;
using RingFed.Federation.Masking;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Topology;

/// <summary>Reads <c>silos</c> and <c>byzantine</c>, and what must hold among silos.</summary>
internal static class RosterSection
{
    /// <returns>The good entries, and how many the file lists.</returns>
    public static (IReadOnlyList<SiloEntry> Silos, int Count) ReadSilos(SectionReader root)
    {
        IReadOnlyList<SectionReader> sections = root.Sections("silos", TopologyFields.Silo);
        RequireCount(root, sections.Count);
        RequireDistinct(sections, "id", "two silos cannot share a name");
        RequireDistinct(sections, "address", "two silos cannot listen at one address");
        RequireDistinct(sections, "key", "every silo makes a key of its own");
        OutboundOnly.RequireApart(sections);
        return ([.. sections.Select(ReadSilo).OfType<SiloEntry>()], sections.Count);
    }

    /// <returns>f; the resolved number for <c>auto</c>, which is the default.</returns>
    public static int ReadByzantine(SectionReader root, int silos, ExchangeKind kind)
    {
        if (kind == ExchangeKind.MaskedSum)
        {
            return MaskedMean.ReadByzantine(root);
        }

        if (root.Text("byzantine") is null or "auto")
        {
            return Quorum.AutomaticByzantine(Math.Max(silos, 1));
        }

        Quorum quorum = new(silos, (int)root.Integer("byzantine", 0, WireCaps.SilosMax / 3, 0));
        if (silos >= 2 && !quorum.HoldsItsLiars)
        {
            int f = quorum.Byzantine;
            root.Fault(
                "byzantine",
                $"is {f}, but {silos} silos hold at most {quorum.ByzantineMax} that lie (n >= 3f+1)",
                $"write byzantine: {quorum.ByzantineMax} or less, or list at least {3 * f + 1} silos");
        }

        return quorum.Byzantine;
    }

    private static SiloEntry? ReadSilo(SectionReader section)
    {
        string? id = ReadName(section, "id", "bologna");
        bool isDialled = section.Flag("inbound", byDefault: true);
        SiloAddress? address = isDialled ? ReadAddress(section) : OutboundOnly.RefuseAddress(section);
        SpkiDigest? key = ReadKey(section);
        return id is null || (isDialled && address is null) || key is null ? null : new SiloEntry(id, address, key);
    }

    internal static string? ReadName(SectionReader section, string field, string example)
    {
        string? name = section.RequiredText(field, example);
        if (name is null || RingName.IsValid(name))
        {
            return name;
        }

        section.Fault(field, $"is '{name}'", $"write {RingName.Rule}");
        return null;
    }

    private static SiloAddress? ReadAddress(SectionReader section)
    {
        string? text = section.RequiredText("address", "ringfed.bologna.example:7443");
        if (text is null)
        {
            return null;
        }

        SiloAddress? address = SiloAddress.Parse(text);
        if (text == "mdns")
        {
            section.Fault("address", "is 'mdns', which this version does not do yet", "write host:port");
        }
        else if (address is null)
        {
            section.Fault("address", $"is '{text}'", "write host:port with a port from 1 to 65535, such as ringfed.bologna.example:7443");
        }

        return address;
    }

    private static SpkiDigest? ReadKey(SectionReader section)
    {
        string? text = section.RequiredText("key", "sha256:... as `ringfed init` printed it");
        if (text is null)
        {
            return null;
        }

        SpkiDigest? key = SpkiDigest.Parse(text);
        if (key is null)
        {
            section.Fault("key", $"is '{text}'", "write sha256: and 64 lower-case hexadecimal digits, as `ringfed init` printed them");
        }

        return key;
    }

    private static void RequireCount(SectionReader root, int count)
    {
        if (!root.Has("silos"))
        {
            root.Fault("silos", "is missing", "list the silos in ring order: `silos:` and one `- { id: ..., address: ..., key: ... }` each");
        }
        else if (count < MaskingCaps.ContributorsMin)
        {
            root.Fault(
                "silos",
                $"lists {count} silo{(count == 1 ? "" : "s")}",
                $"list at least {MaskingCaps.ContributorsMin}: statistics are masked sums, and a sum of two tells each the other's part");
        }
        else if (count > WireCaps.SilosMax)
        {
            root.Fault("silos", $"lists {count} silos", $"list at most {WireCaps.SilosMax}");
        }
    }

    private static void RequireDistinct(IReadOnlyList<SectionReader> sections, string field, string why)
    {
        Dictionary<string, int> lines = new(StringComparer.OrdinalIgnoreCase);
        foreach (SectionReader section in sections.Where(section => section.Has(field)))
        {
            if (section.Text(field) is { } text && !lines.TryAdd(text, section.LineOf(field)))
            {
                section.Fault(field, $"is '{text}', as on line {lines[text]}", why);
            }
        }
    }
}
