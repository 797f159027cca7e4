using RingFed.Federation.Ring;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>Reads texts that peers sent: whether one says what was asked for and, for a draft, may follow the running epoch.</summary>
/// <param name="keys">Learn from texts of epochs that are over.</param>
internal sealed class TopologyExaminer(FederationTopology running, EpochKeys keys)
{
    public TopologyExamined Examine(ExamineTopology ask)
    {
        Loaded<FederationTopology> read = TopologyFile.Parse(ask.Text, "the topology");
        if (read.Value is not { } topology)
        {
            return new TopologyExamined(ask.Link, ask.Wanted, null, string.Join("; ", read.Faults));
        }

        KnownTopology found = new(topology, ask.Text);
        return found.Digest == ask.Wanted
            ? new TopologyExamined(ask.Link, ask.Wanted, found.ToDraft(), ask.IsDraft ? FaultOf(ask.Text) : Learn(topology))
            : new TopologyExamined(ask.Link, ask.Wanted, null, $"it says topology {found.Digest}");
    }

    /// <returns>Why the draft cannot follow the running epoch; null when it can.</returns>
    private string? FaultOf(string text) => TopologyDraft.Read(text, "the draft", running) is { IsValid: false } refused
        ? string.Join("; ", refused.Faults)
        : null;

    /// <returns>Never a fault: an epoch that is over was agreed on by those who were in it.</returns>
    private string? Learn(FederationTopology earlier)
    {
        keys.Learn(earlier);
        return null;
    }
}
