namespace RingFed.Simulation.Faults;

/// <summary>Something that goes wrong, by name.</summary>
public sealed class FaultKind
{
    private readonly Action<FaultStage> begin;

    internal FaultKind(string name, string sentence, Action<FaultStage> begin) =>
        (Name, Sentence, this.begin) = (name, sentence, begin);

    /// <summary>As on the command line.</summary>
    public string Name { get; }

    /// <summary>What happens while it lasts.</summary>
    public string Sentence { get; }

    /// <summary>Part of "all". The ring does not survive the others yet: they are asked for by name.</summary>
    public bool IsSurvived { get; internal init; } = true;

    internal void Begin(FaultStage stage) => begin(stage);

    public override string ToString() => Name;
}
