using RingFed.Federation.Ring;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Federation.Transport.Epochs;

/// <summary>Reads texts that peers sent: what one says and, for a draft, whether it may follow the running epoch.</summary>
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

        EpochDraft found = new KnownTopology(topology, ask.Text).ToDraft();
        if (!ask.IsDraft && found.Topology == ask.Wanted)
        {
            // Judged by nobody here: an epoch that is over was agreed on by those who were in it.
            keys.Learn(topology);
        }

        return new TopologyExamined(ask.Link, ask.Wanted, found, ask.IsDraft ? FaultOf(ask.Text) : null);
    }

    /// <returns>Why the draft cannot follow the running epoch; null when it can.</returns>
    private string? FaultOf(string text) => TopologyDraft.Read(text, "the draft", running) is { IsValid: false } refused
        ? string.Join("; ", refused.Faults)
        : null;
}
