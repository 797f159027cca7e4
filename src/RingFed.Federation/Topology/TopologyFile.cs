using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Rules;
using RingFed.Federation.Messages;
using RingFed.Federation.Wire;

namespace RingFed.Federation.Topology;

/// <summary>Reads a topology file: all of it, or everything that is wrong with it.</summary>
public static class TopologyFile
{
    public static Loaded<FederationTopology> Load(string path)
    {
        FaultList faults = new(path);
        return ConfigText.Read(path, faults) is { } text
            ? Read(text, Path.GetDirectoryName(Path.GetFullPath(path))!, faults)
            : faults.Close<FederationTopology>(null);
    }

    /// <summary>The file's text as it is, for who reads it once and uses it twice.</summary>
    public static Loaded<string> ReadText(string path)
    {
        FaultList faults = new(path);
        return faults.Close(ConfigText.Read(path, faults));
    }

    /// <param name="text">YAML.</param>
    /// <param name="path">Named in faults; its folder is where relative paths start.</param>
    public static Loaded<FederationTopology> Parse(string text, string path) =>
        Read(text, Path.GetDirectoryName(Path.GetFullPath(path))!, new FaultList(path));

    private static Loaded<FederationTopology> Read(string text, string folder, FaultList faults)
    {
        // Whatever epoch it is, silos that are new in a later one will ask for it.
        if (TopologyDraft.Fault(text) is var (line, problem, remedy))
        {
            faults.Add(line, "", problem, remedy);
            return faults.Close<FederationTopology>(null);
        }

        if (ConfigParser.Parse(text, faults) is not { } map)
        {
            return faults.Close<FederationTopology>(null);
        }

        SectionReader root = new(map, "", TopologyFields.Root, faults);
        (IReadOnlyList<SiloEntry> silos, int count) = RosterSection.ReadSilos(root);
        ExchangeSettings exchange = ExchangeSection.Read(root.Section("exchange", TopologyFields.Exchange));
        int byzantine = RosterSection.ReadByzantine(root, count, exchange.Kind);
        return faults.Close(new FederationTopology
        {
            Federation = RosterSection.ReadName(root, "federation", "hemato-eu") ?? "",
            Epoch = (int)root.Integer("epoch", 1, int.MaxValue, null),
            Previous = ReadPrevious(root, exchange.Kind),
            Protocol = ReadProtocol(root.Section("protocol", TopologyFields.Protocol)),
            Silos = silos,
            Exchange = exchange,
            Byzantine = byzantine,
            Aggregation = ReadAggregation(root.Section("aggregation", TopologyFields.Aggregation), exchange, new Quorum(count, byzantine)),
            Model = ModelSection.Read(root.Section("model", TopologyFields.Model), folder),
            Privacy = PrivacySection.Read(root.Section("privacy", TopologyFields.Privacy)),
        });
    }

    private static Digest? ReadPrevious(SectionReader root, ExchangeKind kind)
    {
        if (root.Text("previous") is not { } text)
        {
            return null;
        }

        Digest? previous = TopologyDigest.Parse(text);
        if (previous is null)
        {
            root.Fault("previous", $"is '{text}'", "write sha256: and 64 lower-case hexadecimal digits, as `ringfed topology check` prints them of the epoch before");
        }
        else if (root.Text("epoch") == "1")
        {
            root.Fault("previous", "is given, but no epoch comes before epoch 1", "raise epoch by one, or remove the line from the file that a federation begins with");
        }
        else if (EpochStep.WhyLast(kind) is { } only)
        {
            root.Fault("previous", $"is given, but exchange.kind is {ExchangeKinds.Of(kind)}, where {only}", "remove the line, and start every silo with this file and an empty state directory");
        }

        return previous;
    }

    private static ProtocolSettings ReadProtocol(SectionReader section) => new()
    {
        Version = (int)section.Integer("version", FrameHeader.VersionOldest, FrameHeader.VersionNewest, 1),
        RuleRevision = (int)section.Integer("ruleRevision", 1, 1, 1),
    };

    private static AggregationSettings ReadAggregation(SectionReader section, ExchangeSettings exchange, Quorum quorum) => new()
    {
        Rule = exchange.Kind == ExchangeKind.MaskedSum ? MaskedMean.ReadRule(section) : ReadRule(section, exchange, quorum),
        Gate = exchange.Kind == ExchangeKind.MaskedSum ? MaskedMean.ReadGate(section) : ReadGate(section, exchange),
    };

    private static MergeGate ReadGate(SectionReader section, ExchangeSettings exchange)
    {
        MergeGate gate = Enum.Parse<MergeGate>(section.Choice("gate", MaskedMean.Gates, "none"), ignoreCase: true);
        if (gate != MergeGate.None && exchange.MergesNothing)
        {
            section.Fault("gate", "is heldout, but silos that train on their own have nothing to choose between", "write gate: none");
        }

        return gate;
    }

    private static string ReadRule(SectionReader section, ExchangeSettings exchange, Quorum quorum)
    {
        ExchangeKind kind = exchange.Kind;
        string rule = section.Choice("rule", AggregationSettings.Rules, AggregationRules.Auto);
        bool isNeighbourRule = rule == SelfCentredClipping.Name;
        if (rule != AggregationRules.Auto && exchange.MergesNothing)
        {
            section.Fault("rule", $"is '{rule}', but silos that train on their own merge nothing", "write rule: auto");
        }
        else if (rule != AggregationRules.Auto && isNeighbourRule != (kind == ExchangeKind.Neighbour))
        {
            string needs = isNeighbourRule ? "merges neighbours' updates" : "merges the updates of all silos";
            section.Fault("rule", $"is '{rule}', which {needs}, but exchange.kind is {ExchangeKinds.Of(kind)}", "write rule: auto");
        }
        else if (kind == ExchangeKind.Relay)
        {
            RuleFit.Require(section, rule, quorum);
        }

        return rule;
    }
}
