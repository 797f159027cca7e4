using RingFed.Federation.Messages;
using RingFed.Federation.Ring.Epochs;
using RingFed.Federation.Topology;

namespace RingFed.Simulation.Epochs;

/// <summary>A topology, and the text that stands for it in a run: its number in the book instead of a file.</summary>
internal sealed class SimulatedTopology
{
    public SimulatedTopology(FederationTopology declared, string text)
    {
        Declared = declared;
        Text = text;
        Terms = new EpochTerms(declared.Epoch, new Digest(declared.Digest.Span), [.. declared.Silos.Select(silo => silo.Id)], declared.Byzantine);
        Draft = new EpochDraft(Digest, declared.Epoch, declared.Previous ?? Digest.None, Terms.Roster, declared.Byzantine, declared.Exchange.Rounds, text);
    }

    public FederationTopology Declared { get; }

    public string Text { get; }

    public EpochTerms Terms { get; }

    /// <summary>As the core sees it.</summary>
    public EpochDraft Draft { get; }

    public Digest Digest => Terms.Topology;

    public int Epoch => Terms.Epoch;

    /// <summary>Digest of the epoch before; none for the founding one.</summary>
    public Digest Previous => Draft.Previous;

    public IReadOnlyList<string> Roster => Terms.Roster;

    /// <summary>Parameter rounds, in all epochs together.</summary>
    public int Rounds => Declared.Exchange.Rounds;

    public override string ToString() => Text;
}
